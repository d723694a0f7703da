export function translation(file: string): {
  readonly translated: (kind: string, english: string) => string;
  readonly problems: () => readonly string[];
};

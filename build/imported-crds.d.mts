export const importedCrds: {
  readonly name: string;
  resolveId(id: string): string | undefined;
  load(id: string): string | undefined;
};

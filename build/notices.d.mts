export const ALLOWED_LICENCES: readonly string[];
export function notices(
  contents: Readonly<Record<string, Readonly<Record<string, number>>>>,
  root?: string,
  engine?: string,
): string;

export const ALLOWED_LICENCES: readonly string[];
export function notices(
  contents: Readonly<Record<string, readonly string[]>>,
  root?: string,
  engine?: string,
): string;

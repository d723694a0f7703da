export const ALLOWED_LICENCES: readonly string[];
export function notices(files: readonly string[], root?: string, engine?: string): string;

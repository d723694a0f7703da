import type { Metafile } from 'esbuild';

export const ALLOWED_LICENCES: readonly string[];
export function notices(metafile: Pick<Metafile, 'outputs'>, root?: string, engine?: string): string;

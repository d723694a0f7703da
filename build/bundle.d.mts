import type { OutputAsset, OutputChunk } from 'rolldown';

export type Chunks = readonly (OutputChunk | OutputAsset)[];
export function bundled(
  input: Record<string, string>,
  dir: string,
  options?: { external?: readonly RegExp[]; split?: boolean; define?: Record<string, string> },
): Promise<Chunks>;
export function contentsOf(
  chunks: Readonly<Record<string, Chunks>>,
  root?: string,
): Record<string, Record<string, number>>;

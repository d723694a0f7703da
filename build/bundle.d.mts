import type { RolldownOutput } from 'rolldown';

export function contentsOf(
  chunks: RolldownOutput['output'],
  dir: string,
  root?: string,
): Record<string, string[]>;

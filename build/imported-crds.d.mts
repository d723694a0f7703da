import type { Plugin } from 'esbuild';

export const importedCrds: Plugin;
export const importedCrdsOfTests: {
  readonly name: string;
  resolveId(id: string): string | undefined;
  load(id: string): string | undefined;
};

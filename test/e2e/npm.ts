import { expect, inject } from 'vitest';
import { type Ran, type RunOptions, run } from './run';

/** The output of `npm pack` about a tarball. */
export interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm asks the registry, which may be behind a proxy with its own certificate. */
const NPM_ENV = {
  NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
  npm_config_prefer_offline: 'true',
  npm_config_update_notifier: 'false',
};

/** Runs `npm` or `npx`. They print only warnings and errors on standard error. */
export function npm(program: 'npm' | 'npx', args: readonly string[], options: RunOptions): Ran {
  return run(program, args, { ...options, env: { ...NPM_ENV, ...options.env } });
}

/** Packs the built copy of this repository into a folder. */
export function pack(folder: string): Packed {
  const { code, stdout, stderr } = npm(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    { cwd: inject('copy') },
  );
  expect(code, stderr).toBe(0);
  const [packed] = JSON.parse(stdout) as [Packed];
  return packed;
}

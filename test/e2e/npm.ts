import { expect, inject } from 'vitest';
import { type Ran, type RunOptions, run } from './run';

/** What `npm pack` says of a tarball. */
export interface Packed {
  readonly filename: string;
  readonly files: readonly { readonly path: string }[];
}

/** npm asks the registry, which may stand behind a proxy with a certificate of its own. */
const NPM_ENV = {
  NODE_EXTRA_CA_CERTS: process.env.NODE_EXTRA_CA_CERTS,
  npm_config_prefer_offline: 'true',
  npm_config_update_notifier: 'false',
};

/** Runs `npm` or `npx`, which print nothing on standard error but warnings and errors. */
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

import { dirname, join } from 'node:path';
import type { AuthorityOptions } from '../certificates/authority';
import { KEY_TYPES, type KeyType } from '../certificates/key-type';
import { lifetimeSeconds } from '../certificates/lifetime';
import { DEFAULT_TRUST_DOMAIN, organizationOf, pathLengthOf, trustDomainOf } from '../certificates/names';
import type { Option, Terminal } from './command';
import { outdirOf } from './shared-options';

/** Options of every command about certificates. */
export const FOLDER_OPTIONS = {
  config: { type: 'string', default: 'mesh.yaml', describe: 'The mesh file.' },
  dir: {
    type: 'string',
    describe: 'The folder of keys and certificates. Default: certs beside the mesh file.',
  },
} as const satisfies Record<string, Option>;

/** What a new certificate has besides its lifetime and the number of authorities below it. */
export const NAME_OPTIONS = {
  'trust-domain': {
    type: 'string',
    default: DEFAULT_TRUST_DOMAIN,
    describe: 'Trust domain of the mesh; spiffe://<trust domain> is among the names of the certificate.',
  },
  organization: { type: 'string', default: 'Istio', describe: 'Organization (O) in its subject.' },
} as const satisfies Record<string, Option>;

/** What a root is by default: two levels down to workloads, and long enough to be rotated seldom. */
export const ROOT_OPTIONS = {
  'key-type': {
    type: 'string',
    choices: KEY_TYPES,
    default: 'rsa-4096',
    describe: `Key of the root: ${KEY_TYPES.join(', ')}.`,
  },
  lifetime: { type: 'string', default: '10y', describe: 'How long the root is valid, such as 3650d or 10y.' },
  'path-length': {
    type: 'string',
    default: '1',
    describe: 'How many authorities may stand between the root and workloads.',
  },
  ...NAME_OPTIONS,
} as const satisfies Record<string, Option>;

/** Folder of keys and the output folder that it must not be in. */
export function foldersOf(
  { config, dir }: { readonly config: string; readonly dir: string | undefined },
  terminal: Terminal,
): { readonly dir: string; readonly outdir: string } {
  return { dir: dir ?? join(dirname(config), 'certs'), outdir: outdirOf(undefined, terminal) };
}

/** What the options say about a new certificate. @throws UsageError */
export function authorityOptions(
  values: {
    readonly 'key-type': KeyType;
    readonly lifetime: string;
    readonly 'path-length': string;
    readonly 'trust-domain': string;
    readonly organization: string;
  },
  leastPathLength: number,
): AuthorityOptions {
  return {
    keyType: values['key-type'],
    lifetimeSeconds: lifetimeSeconds('lifetime', values.lifetime),
    pathLength: pathLengthOf(values['path-length'], leastPathLength),
    trustDomain: trustDomainOf(values['trust-domain']),
    organization: organizationOf(values.organization),
  };
}

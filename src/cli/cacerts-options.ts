import { dirname, join } from 'node:path';
import type { AuthorityOptions } from '../certificates/authority';
import { KEY_TYPES, type KeyType, lifetimeSeconds } from '../certificates/authority-options';
import { quoted, UsageError } from '../problem';
import { type Option, type Terminal, textOption } from './command';
import { outdirOf } from './mesh-options';

/** What Citadel 1.0 writes into every identity, and the default of istiod. */
const DEFAULT_TRUST_DOMAIN = 'cluster.local';

/** Options of every command about certificates. */
export const FOLDER_OPTIONS = {
  config: textOption('The mesh file.', { default: 'mesh.yaml' }),
  dir: textOption('The folder of keys and certificates. Default: certs beside the mesh file.'),
} as const satisfies Record<string, Option>;

/** What a new certificate has besides its lifetime and the number of authorities below it. */
export const NAME_OPTIONS = {
  'trust-domain': textOption(
    'Trust domain of the mesh; spiffe://<trust domain> is among the names of the certificate.',
    { default: DEFAULT_TRUST_DOMAIN },
  ),
  organization: textOption('Organization (O) in its subject.', { default: 'Istio' }),
} as const satisfies Record<string, Option>;

/** What a root is by default: two levels down to workloads, and long enough to be rotated seldom. */
export const ROOT_OPTIONS = {
  'key-type': textOption(`Key of the root: ${KEY_TYPES.join(', ')}.`, {
    choices: KEY_TYPES,
    default: 'rsa-4096',
  }),
  lifetime: textOption('How long the root is valid, such as 3650d or 10y.', { default: '10y' }),
  'path-length': textOption('Highest number of authorities between the root and workloads.', {
    default: '1',
  }),
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

/**
 * A trust domain as SPIFFE has it: lower-case letters, digits, dots, dashes and underscores. A dot at an end or two in a
 * row would make Go refuse the certificate, since it reads the URI's host as a DNS name.
 * @throws UsageError
 */
function trustDomainOf(text: string): string {
  if (text.length <= 255 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(text)) return text;
  const fix = text.startsWith('spiffe://') ? 'Leave out spiffe://' : 'Write one such as cluster.local';
  throw new UsageError(
    `--trust-domain: expected lower-case letters, digits, dots, dashes and underscores (a SPIFFE trust domain), got ${quoted(text)}. ${fix}`,
  );
}

/** The O of a subject; X.509 gives it 64 characters. @throws UsageError */
function organizationOf(text: string): string {
  const { length } = [...text];
  if (length > 0 && length <= 64 && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) return text;
  throw new UsageError(
    `--organization: expected 1 to 64 visible characters without spaces around, got ${quoted(text)}. Write a name such as Example`,
  );
}

/** How many authorities may stand below one. @throws UsageError */
function pathLengthOf(text: string, least: number): number {
  if (/^\d$/.test(text) && Number(text) >= least) return Number(text);
  const why = least > 0 ? ', because the authorities of clusters are below the root' : '';
  throw new UsageError(
    `--path-length: expected a number from ${least} to 9${why}, got ${quoted(text)}. Write one`,
  );
}

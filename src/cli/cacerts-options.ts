import { dirname, join } from 'node:path';
import type { AuthorityOptions } from '../certificates/authority';
import { KEY_TYPES, type KeyType, lifetimeSeconds } from '../certificates/authority-options';
import { quoted, UsageError } from '../problem';
import { type Option, type Terminal, textOption } from './command';
import { outdirOf } from './mesh-options';

/** Citadel 1.0 writes it into every identity; istiod's default. */
const DEFAULT_TRUST_DOMAIN = 'cluster.local';

/** Options of every command about certificates. */
export const FOLDER_OPTIONS = {
  config: textOption('The mesh file.', { default: 'mesh.yaml' }),
  dir: textOption('The folder of keys and certificates. Default: certs beside the mesh file.'),
} as const satisfies Record<string, Option>;

/** Options of every new certificate besides lifetime and path length. */
export const NAME_OPTIONS = {
  'trust-domain': textOption(
    'Trust domain of the mesh; spiffe://<trust domain> is among the names of the certificate.',
    { default: DEFAULT_TRUST_DOMAIN },
  ),
  organization: textOption('Organization (O) in its subject.', { default: 'Istio' }),
} as const satisfies Record<string, Option>;

/** Defaults of a root: two levels of authorities below it, and a lifetime that makes rotations rare. */
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

/** Returns the folder of keys and the output folder, which must not contain it. */
export function foldersOf(
  { config, dir }: { readonly config: string; readonly dir: string | undefined },
  terminal: Terminal,
): { readonly dir: string; readonly outdir: string } {
  return { dir: dir ?? join(dirname(config), 'certs'), outdir: outdirOf(undefined, terminal) };
}

/** Reads the options of a new certificate. @throws UsageError */
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
 * Checks a SPIFFE trust domain: lower-case letters, digits, dots, dashes and underscores. Go reads the URI's host as
 * a DNS name, so it refuses a certificate with a dot at either end or two dots in a row.
 * @throws UsageError
 */
function trustDomainOf(text: string): string {
  if (text.length <= 255 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(text)) return text;
  const fix = text.startsWith('spiffe://') ? 'Leave out spiffe://' : 'Write one such as cluster.local';
  throw new UsageError(
    `--trust-domain: expected lower-case letters, digits, dots, dashes and underscores (a SPIFFE trust domain), got ${quoted(text)}. ${fix}`,
  );
}

/** Checks the O of a subject, at most 64 characters in X.509. @throws UsageError */
function organizationOf(text: string): string {
  const { length } = [...text];
  if (length > 0 && length <= 64 && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) return text;
  throw new UsageError(
    `--organization: expected 1 to 64 visible characters without spaces around, got ${quoted(text)}. Write a name such as Example`,
  );
}

/** Reads how many levels of authorities may be below this one. @throws UsageError */
function pathLengthOf(text: string, least: number): number {
  if (/^\d$/.test(text) && Number(text) >= least) return Number(text);
  const why = least > 0 ? ', because the authorities of clusters are below the root' : '';
  throw new UsageError(
    `--path-length: expected a number from ${least} to 9${why}, got ${quoted(text)}. Write one`,
  );
}

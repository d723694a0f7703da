import { quoted, UsageError } from '../problem';

/** What Citadel 1.0 writes into every identity, and the default of istiod. */
export const DEFAULT_TRUST_DOMAIN = 'cluster.local';

/**
 * A trust domain as SPIFFE has it: lower-case letters, digits, dots, dashes and underscores. A dot at an end or two in a
 * row would make Go refuse the certificate, since it reads the URI's host as a DNS name.
 * @throws UsageError
 */
export function trustDomainOf(text: string): string {
  if (text.length <= 255 && /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/.test(text)) return text;
  const fix = text.startsWith('spiffe://') ? 'Leave out spiffe://' : 'Write one such as cluster.local';
  throw new UsageError(
    `--trust-domain: expected lower-case letters, digits, dots, dashes and underscores (a SPIFFE trust domain), got ${quoted(text)}. ${fix}`,
  );
}

/** The O of a subject; X.509 gives it 64 characters. @throws UsageError */
export function organizationOf(text: string): string {
  const { length } = [...text];
  if (length > 0 && length <= 64 && text.trim() === text && !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)) return text;
  throw new UsageError(
    `--organization: expected 1 to 64 visible characters without spaces around, got ${quoted(text)}. Write a name such as Example`,
  );
}

/** How many authorities may stand below one. @throws UsageError */
export function pathLengthOf(text: string, least: number): number {
  if (/^\d$/.test(text) && Number(text) >= least) return Number(text);
  const why = least > 0 ? ', since the clusters stand below the root' : '';
  throw new UsageError(
    `--path-length: expected a number from ${least} to 9${why}, got ${quoted(text)}. Write one`,
  );
}

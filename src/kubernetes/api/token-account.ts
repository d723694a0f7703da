import { fieldAt, jsonIn, textAt } from '../fields';

/** The service account of a token. */
export interface TokenAccount {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** The Secret with the token. Undefined for a requested token. */
  readonly secret: string | undefined;
}

/** Claims of a token in a Secret. Source: Kubernetes, pkg/serviceaccount/legacy.go. */
const LEGACY = 'kubernetes.io/serviceaccount/';
/** Claims of a requested token. Source: Kubernetes, pkg/serviceaccount/claims.go. */
const BOUND = 'kubernetes.io';

/** Returns the account that a token claims to belong to, without verification. Undefined for any other text. */
export function tokenAccount(token: string): TokenAccount | undefined {
  const claims = jsonIn(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const isBound = fieldAt(claims, BOUND) !== undefined;
  const claim = (legacy: string, ...bound: readonly string[]): string | undefined =>
    isBound ? textAt(claims, BOUND, ...bound) : textAt(claims, `${LEGACY}${legacy}`);
  const namespace = claim('namespace', 'namespace');
  const name = claim('service-account.name', 'serviceaccount', 'name');
  const uid = claim('service-account.uid', 'serviceaccount', 'uid');
  if (namespace === undefined || name === undefined || uid === undefined) return undefined;
  return { namespace, name, uid, secret: claim('secret.name', 'secret', 'name') };
}

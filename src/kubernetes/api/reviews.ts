import type { Action } from './cluster';

/** Asks whether the caller may do something. */
export function accessReview({ verb, resource, group = '', namespace }: Action): object {
  const place = namespace === undefined ? {} : { namespace };
  return {
    apiVersion: 'authorization.k8s.io/v1',
    kind: 'SelfSubjectAccessReview',
    spec: { resourceAttributes: { verb, resource, group, ...place } },
  };
}

export function isAllowed(review: unknown): boolean {
  return (review as { status?: { allowed?: unknown } }).status?.allowed === true;
}

/** Asks for a token. @param seconds lifetime */
export function tokenRequest(seconds: number): object {
  return {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: Math.ceil(seconds) },
  };
}

export function tokenOf(request: unknown): string | undefined {
  const token: unknown = (request as { status?: { token?: unknown } }).status?.token;
  return typeof token === 'string' && token !== '' ? token : undefined;
}

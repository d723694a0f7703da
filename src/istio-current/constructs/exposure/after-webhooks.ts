/**
 * A gateway's pods become gateways by injection, and Argo CD applies them before webhooks unless it is told otherwise:
 * they would ask for an image named `auto`. Whatever is healthy only with pods behind it waits as well.
 */
export const AFTER_WEBHOOKS = { 'argocd.argoproj.io/sync-wave': '2' } as const;

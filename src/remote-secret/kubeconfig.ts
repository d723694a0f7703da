import { printYaml } from '../kubernetes/text/print-yaml';

/** What the primary needs to know to read a remote cluster. */
export interface RemoteAccess {
  /** Cluster id. */
  readonly cluster: string;
  /** URL of the API server. */
  readonly server: string;
  /** How the server proves who it is, as a kubeconfig says it. */
  readonly trust: Readonly<Record<string, unknown>>;
  readonly token: string;
}

/** The kubeconfig as the guide makes it: cluster, user and context carry the cluster id. */
export function kubeconfigText({ cluster: name, server, trust, token }: RemoteAccess): string {
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, ...trust } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
    preferences: {},
    users: [{ name, user: { token } }],
  });
}

/** Stands where a template has an expression: no YAML quotes it, and no URL or cluster id holds it. */
const MARKS = { token: 'TOKEN_GOES_HERE', ca: 'CA_GOES_HERE' } as const;

/** PEM ends with one line end, whatever the store makes of it. */
const EXPRESSIONS = {
  token: '{{ .token | trim }}',
  ca: '{{ .ca | trim | printf "%s\\n" | b64enc }}',
} as const;

/**
 * The same kubeconfig as a Go template over `token` and `ca` (PEM); for equal values it makes the same bytes.
 * Its functions are those of sprig, which external-secrets has.
 */
export function kubeconfigTemplate(cluster: string, server: string): string {
  const trust = { 'certificate-authority-data': MARKS.ca };
  return kubeconfigText({ cluster, server, trust, token: MARKS.token })
    .replace(MARKS.ca, () => EXPRESSIONS.ca)
    .replace(MARKS.token, () => EXPRESSIONS.token);
}

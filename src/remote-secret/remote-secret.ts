import { labels } from '../kubernetes/labels';
import { printYaml } from '../kubernetes/text/print-yaml';
import type { LineName } from '../mesh/mesh';

/**
 * The label by which the primary finds the clusters that it reads.
 * Source: 1.0.9 and 1.30, pkg/kube/secretcontroller and pkg/kube/multicluster.
 */
export const MULTI_CLUSTER_LABEL = 'istio/multiCluster';

/** What `istioctl create-remote-secret` puts in front of the cluster id, and where it repeats the id. */
const CURRENT = { prefix: 'istio-remote-secret-', annotation: 'networking.istio.io/cluster' } as const;

/** What makes a Secret on the primary the credential of a remote cluster; its one key is the cluster id. */
export interface RemoteSecretIdentity {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** How the Secret of a remote is called. Pilot 1.0 goes by the label alone; name and key are the guide's. */
export function remoteSecretIdentity(line: LineName, cluster: string): RemoteSecretIdentity {
  const own = labels('remote-cluster', { [MULTI_CLUSTER_LABEL]: 'true' });
  return line === '1.0'
    ? { name: cluster, labels: own, annotations: {} }
    : {
        name: `${CURRENT.prefix}${cluster}`,
        labels: own,
        annotations: { [CURRENT.annotation]: cluster },
      };
}

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

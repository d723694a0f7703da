import { labels } from '../kubernetes/labels';
import { printYaml } from '../kubernetes/text/print-yaml';
import { type LineName, PUBLIC_CA } from '../mesh/mesh';

/**
 * The label of the Secrets that contain the clusters of the primary. Source: 1.0.9 and 1.30,
 * pkg/kube/secretcontroller and pkg/kube/multicluster.
 */
export const MULTI_CLUSTER_LABEL = 'istio/multiCluster';

/** The prefix that `istioctl create-remote-secret` adds to the cluster id, and the annotation that repeats the id. */
const CURRENT = { prefix: 'istio-remote-secret-', annotation: 'networking.istio.io/cluster' } as const;

/**
 * The metadata of a Secret on the primary with the credential of a remote. The Secret's only key is the cluster id.
 */
export interface RemoteSecretIdentity {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/**
 * Returns name and labels of the Secret of a remote. Pilot 1.0 reads only the label; name and key are the guide's.
 */
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

interface RemoteAccess {
  /** Cluster id. */
  readonly cluster: string;
  /** URL of the API server. */
  readonly server: string;
  /** Fields of the kubeconfig that say how to trust the server. */
  readonly trust: Readonly<Record<string, unknown>>;
  readonly token: string;
}

/** Formats CA certificates for a kubeconfig: base64 of PEM that ends with one line end. */
export function certificateData(pem: string): string {
  return Buffer.from(`${pem.trim()}\n`).toString('base64');
}

/** Returns the kubeconfig as in the guide: cluster, user and context have the cluster id as name. */
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

/** Placeholders for expressions. YAML does not quote them, and no URL or cluster id contains them. */
const PLACEHOLDERS = { token: 'TOKEN_GOES_HERE', ca: 'CA_GOES_HERE' } as const;

/** PEM ends with one line end, even if the store trims it. */
const EXPRESSIONS = {
  token: '{{ .token | trim }}',
  ca: '{{ .ca | trim | printf "%s\\n" | b64enc }}',
} as const;

/**
 * Returns the same kubeconfig as a Go template with the values `token` and, unless the CA is known, `ca` (PEM). For
 * equal values it renders the same bytes. It uses functions of sprig, which external-secrets supports.
 * @param apiServerCa PEM, or `public`
 */
export function kubeconfigTemplate(cluster: string, server: string, apiServerCa?: string): string {
  const data = apiServerCa === undefined ? PLACEHOLDERS.ca : certificateData(apiServerCa);
  const trust = apiServerCa === PUBLIC_CA ? {} : { 'certificate-authority-data': data };
  return kubeconfigText({ cluster, server, trust, token: PLACEHOLDERS.token })
    .replace(PLACEHOLDERS.ca, () => EXPRESSIONS.ca)
    .replace(PLACEHOLDERS.token, () => EXPRESSIONS.token);
}

import type { Check, PrimaryContext, RemoteContext } from './context';
import { podCidrs } from './pod-cidrs';
import { addresses, pilot } from './primary/control-plane';
import { staleSecrets } from './primary/remote-secret';
import { injectionConfig, meshConfig } from './remote/config-maps';
import { pilotEndpoints } from './remote/endpoints';
import { separateCluster } from './remote/identity';
import { injectedNamespaces, istioNamespace } from './remote/namespaces';
import { readerAccount, readerToken } from './remote/reader';
import { webhook, webhookEndpoints } from './remote/webhook';
import { citadel, sidecarInjector } from './remote/workloads';

/** What is looked at in a remote cluster once its API server answers, in the order of the report. */
export const REMOTE_CHECKS: Readonly<Record<string, Check<RemoteContext>>> = {
  'separate-cluster': separateCluster,
  namespace: istioNamespace,
  'reader-account': readerAccount,
  'reader-token': readerToken,
  'mesh-config': meshConfig,
  'injection-config': injectionConfig,
  citadel,
  'sidecar-injector': sidecarInjector,
  webhook,
  'webhook-service': webhookEndpoints,
  'pilot-service': pilotEndpoints,
  'injected-namespaces': injectedNamespaces,
  'pod-cidrs': ({ cluster, remote }) => podCidrs(cluster, remote.podCidrs),
};

/** What is looked at in the primary once its API server answers, before what is there for each remote. */
export const PRIMARY_CHECKS: Readonly<Record<string, Check<PrimaryContext>>> = {
  pilot,
  'pod-cidrs': ({ cluster, primary }) => podCidrs(cluster, primary.podCidrs),
  'stale-secrets': staleSecrets,
};

/** What is looked at from this machine alone. */
export const MACHINE_CHECKS: Readonly<Record<string, Check<Omit<PrimaryContext, 'cluster'>>>> = {
  addresses,
};

/** Whether an API server answers; the name of the first check of every cluster. */
export const API_SERVER = 'api-server';
/** The Secret of a remote on the primary; a finding about the remote. */
export const REMOTE_SECRET = 'secret-on-primary';

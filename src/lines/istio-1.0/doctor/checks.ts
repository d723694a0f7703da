import { type LineChecks, objectsOf } from '../../../doctor/context';
import { podCidrs } from '../../../doctor/pod-cidrs';
import { primaryApiServer } from '../../../doctor/primary/reachability';
import { staleSecrets } from '../../../doctor/primary/stale-secrets';
import { separateCluster } from '../../../doctor/remote/cluster';
import { injectedNamespaces } from '../../../doctor/remote/injected-namespaces';
import { readerAccount, readerToken } from '../../../doctor/remote/reader';
import type { Mesh10 } from '../mesh';
import { remoteParts } from '../parts';
import { addresses } from './addresses';
import { apiServer, istioNamespace } from './cluster';
import { pilot, pilotEndpoints } from './control-plane';
import { installation } from './installation';
import { webhook, webhookEndpoints } from './webhooks';
import { citadel, injectionConfig, meshConfig, sidecarInjector } from './workloads';

/** The checks of a mesh of Istio 1.0. */
export const checks: LineChecks<Mesh10> = {
  remoteApiServer: apiServer,
  primaryApiServer: (context) => primaryApiServer(context, '1.9'),
  remote: {
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
  },
  primary: {
    pilot,
    installation,
    'pod-cidrs': ({ cluster, primary }) => podCidrs(cluster, primary.podCidrs),
    'stale-secrets': staleSecrets,
  },
  machine: { addresses },
  expected: (mesh, remote) => objectsOf(remoteParts(mesh, remote)),
};

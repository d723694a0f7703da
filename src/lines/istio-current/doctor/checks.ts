import { type LineChecks, objectsOf } from '../../../doctor/context';
import { podCidrs } from '../../../doctor/pod-cidrs';
import { primaryApiServer } from '../../../doctor/primary/reachability';
import { staleSecrets } from '../../../doctor/primary/remote-secret';
import { injectedNamespaces, separateCluster } from '../../../doctor/remote/cluster';
import { readerAccount, readerToken } from '../../../doctor/remote/reader';
import { oldestKubernetes } from '../facts/releases';
import type { MeshCurrent } from '../mesh';
import { remoteParts } from '../parts';
import { apiServer } from './api-server';
import { addresses, istiod, istiodAddress, network } from './control-plane';
import { ControlPlane } from './istiod/control-plane';
import { heldEndpoints } from './istiod/held-endpoints';
import { istiodReplicas } from './istiod/istiod-replicas';
import { networkGateways } from './istiod/network-gateways';
import { remoteClusters } from './istiod/remote-clusters';
import { webhookCertificate } from './istiod/webhook-certificate';
import { istiodService } from './istiod-service';
import { istioNamespace } from './namespace';
import { rootCertificates } from './root-certificates';
import { tagWebhooks, validation, webhook } from './webhooks';

/** What is looked at in a mesh of current Istio. */
export const checks: LineChecks<MeshCurrent> = {
  remoteApiServer: apiServer,
  primaryApiServer: (context) => primaryApiServer(context, oldestKubernetes(context.mesh.istio)),
  remote: {
    'separate-cluster': separateCluster,
    namespace: istioNamespace,
    'reader-account': readerAccount,
    'reader-token': readerToken,
    'istiod-service': istiodService,
    webhook,
    'revision-tags': tagWebhooks,
    validation,
    'root-certificates': rootCertificates,
    'injected-namespaces': injectedNamespaces,
    'pod-cidrs': ({ cluster, remote }) => podCidrs(cluster, remote.podCidrs),
  },
  primary: {
    istiod,
    'istiod-address': istiodAddress,
    network,
    'pod-cidrs': ({ cluster, primary }) => podCidrs(cluster, primary.podCidrs),
    'stale-secrets': staleSecrets,
  },
  ofControlPlane(mesh, openPrimary) {
    const controlPlane = new ControlPlane(mesh, openPrimary);
    return {
      remote: {
        'remote-clusters': (context) => remoteClusters(controlPlane, context),
        'held-endpoints': (context) => heldEndpoints(controlPlane, context),
        'webhook-certificate': (context) => webhookCertificate(controlPlane, context),
      },
      primary: {
        'istiod-replicas': () => istiodReplicas(controlPlane),
        'network-gateways': ({ remotes }) => networkGateways(controlPlane, remotes),
      },
    };
  },
  machine: { addresses },
  expected: (mesh, remote) => objectsOf(remoteParts(mesh, remote)),
};

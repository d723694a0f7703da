import { type LineChecks, objectsOf } from '../../../doctor/context';
import { podCidrs } from '../../../doctor/pod-cidrs';
import { primaryApiServer } from '../../../doctor/primary/reachability';
import { staleSecrets } from '../../../doctor/primary/stale-secrets';
import { separateCluster } from '../../../doctor/remote/cluster';
import { injectedNamespaces } from '../../../doctor/remote/injected-namespaces';
import { readerAccount, readerToken } from '../../../doctor/remote/reader';
import { newestRelease, oldestKubernetes } from '../facts/releases';
import type { MeshCurrent } from '../mesh';
import { remoteParts } from '../parts';
import { primaryParts } from '../primary-parts';
import { addresses } from './addresses';
import { ambientIstiod, ambientNamespaces, gatewayApi } from './ambient';
import { apiServer, istioNamespace, rootCertificates } from './cluster';
import { istiod, istiodAddress, network } from './control-plane';
import { installation } from './installation';
import { heldEndpoints } from './istiod/held-endpoints';
import { IstiodAnswers } from './istiod/istiod-answers';
import { istiodCertificate } from './istiod/istiod-certificate';
import { istiodReplicas } from './istiod/istiod-replicas';
import { networkGateways } from './istiod/network-gateways';
import { remoteClusters } from './istiod/remote-clusters';
import { istiodService } from './istiod-service';
import { oneRoot } from './one-root';
import { validation } from './validation';
import { webhookCertificate } from './webhook-certificate';
import { tagWebhooks, webhook } from './webhooks';

/** The checks of a mesh of current Istio. */
export const checks: LineChecks<MeshCurrent> = {
  remoteApiServer: apiServer,
  primaryApiServer: (context) => {
    const releases = context.mesh.revisions.map(({ istio }) => istio);
    return primaryApiServer(context, oldestKubernetes(newestRelease(releases)));
  },
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
    installation,
    'istiod-address': istiodAddress,
    'webhook-certificate': webhookCertificate,
    network,
    'pod-cidrs': ({ cluster, primary }) => podCidrs(cluster, primary.podCidrs),
    'stale-secrets': staleSecrets,
  },
  ofControlPlane(mesh, openPrimary) {
    const answers = new IstiodAnswers(mesh, openPrimary);
    return {
      remote: {
        'remote-clusters': (context) => remoteClusters(answers, context),
        'held-endpoints': (context) => heldEndpoints(answers, context),
        'istiod-certificate': (context) => istiodCertificate(answers, context),
      },
      primary: {
        'istiod-replicas': () => istiodReplicas(answers),
        'network-gateways': ({ reads }) => networkGateways(answers, reads),
      },
      pair: {
        'remote-clusters': (context) => remoteClusters(answers, context),
        'held-endpoints': (context) => heldEndpoints(answers, context),
      },
    };
  },
  machine: { addresses },
  expected: (mesh, remote) => objectsOf(remoteParts(mesh, remote)),
  several: {
    peer: {
      'reader-account': readerAccount,
      'reader-token': readerToken,
      'one-root': oneRoot,
      'gateway-api': gatewayApi,
      'ambient-istiod': ambientIstiod,
      'ambient-namespaces': ambientNamespaces,
    },
    expected: (mesh) => objectsOf(primaryParts(mesh)),
  },
};

import { clustersOf, views } from '../../mesh/primaries';
import type {
  ControlPlaneSetting,
  NetworkTraffic,
  PageModel,
  PrimaryModel,
  RemoteModel,
} from '../../page/page-model';
import { CUSTOM_HOST } from './facts/components';
import { addressText } from './facts/istiod-address';
import { istiodName } from './facts/names';
import { PORTS } from './facts/ports';
import { customHosts, injectionUrl } from './facts/webhook-urls';
import type { MeshCurrent, RemoteCurrent } from './mesh';
import type { DataPlane } from './options/data-plane';
import { type ExposureCurrent, hasEastWestGateway } from './options/gateways';
import { type RevisionCurrent, remoteAt } from './revisions';

const EXPOSURE_WORDS: Readonly<Record<ExposureCurrent['mode'], string>> = {
  'east-west-gateway': 'an east-west gateway',
  'load-balancer': 'a load balancer',
};

/** The objects that a mode adds on the primary. */
const EXPOSED_BY: Readonly<Record<ExposureCurrent['mode'], string>> = {
  'east-west-gateway':
    'the gateway with its Deployment and its Service of type LoadBalancer, and a Gateway and VirtualServices for istiod',
  'load-balancer': 'a Service of type LoadBalancer for istiod',
};

/**
 * How a sidecar or a ztunnel reaches pods of another network: it calls a gateway there, and none in its own network.
 * Source: istio.io, docs/ops/deployment/deployment-models and docs/ambient/install/multicluster.
 */
const TRAFFIC: Readonly<Record<DataPlane, NetworkTraffic>> = {
  sidecar: {
    port: PORTS.crossNetwork,
    words: 'traffic from applications in other networks, over mutual TLS that the gateway does not open',
  },
  ambient: {
    port: PORTS.hbone,
    words:
      'traffic from applications in other networks, through HBONE tunnels between ztunnel and the gateway',
  },
};

/** Returns the content of the page and pictures of a mesh of current Istio. */
export function pageModel(mesh: MeshCurrent): PageModel {
  const { revisions, listsRevisions, primary, primaries, remotes } = mesh;
  const severalNetworks = new Set(clustersOf(mesh).map(({ network }) => network)).size > 1;
  const words = { severalNetworks, listsRevisions };
  const byName = new Map(primaries.map((one) => [one.name, one]));
  return {
    istio: revisions.map(releaseText).join('; '),
    namespace: primary.namespace,
    primaries: views(mesh).map((view) => primaryModel(view, severalNetworks)),
    authority: 'one root for all clusters',
    trust: [
      'Between sidecars and istiod: TLS, always.',
      mesh.dataPlane === 'ambient'
        ? 'Between applications: mutual TLS by ztunnel, in the namespaces of ambient mode.'
        : 'Between applications: mutual TLS wherever both sides have a sidecar, unless a policy says otherwise.',
      primaries.length === 1
        ? 'istiod of the primary signs the certificates of every cluster.'
        : 'istiod of each primary signs the certificates of its own cluster and of its remotes, under one root.',
    ],
    calls: 'configuration, certificates and injection, over TLS',
    injectedImages:
      'Injection and gateways take the image proxyv2 from global.hub and global.tag of the istiod that serves the cluster. No manifest here has it.',
    remotes: remotes.map((remote) => remoteModel(byName.get(remote.primary) ?? primary, remote, words)),
    ...(mesh.networks.length > 1 ? { betweenNetworks: TRAFFIC[mesh.dataPlane] } : {}),
  };
}

/** @param mesh as seen from the primary */
function primaryModel(mesh: MeshCurrent, severalNetworks: boolean): PrimaryModel {
  const { revisions, listsRevisions, listsPrimaries, primary, remotes, dataPlane } = mesh;
  const { name, kubernetes, podCidrs, serviceCidrs, network, apiServer, injectedNamespaces } = primary;
  const { exposure, addresses, ambientNamespaces } = primary;
  return {
    name,
    kubernetes,
    podCidrs,
    serviceCidrs,
    ...(listsPrimaries ? { apiServer } : {}),
    ...(severalNetworks ? { network } : {}),
    namespaces: dataPlane === 'ambient' ? ambientNamespaces : injectedNamespaces,
    ...(dataPlane === 'ambient' ? { injection: 'ambient', namespacesAre: 'namespaces' } : {}),
    eastWestGateway: hasEastWestGateway(primary),
    controlPlane: (remotes.length === 0 ? [] : revisions).map(
      ({ name: revision, istiodAddress = addresses.istiod }) => ({
        name: listsRevisions ? istiodName(revision) : 'istiod',
        address: addressText(istiodAddress),
        ports: [PORTS.istiod, ...(asksForInjection(remotes) ? [PORTS.webhookTarget] : [])],
      }),
    ),
    exposure: exposure === undefined ? undefined : EXPOSURE_WORDS[exposure.mode],
    exposedByGateway: exposure?.mode === 'east-west-gateway',
    exposedBy: exposure === undefined ? undefined : EXPOSED_BY[exposure.mode],
    settings: settingsOf(mesh),
  };
}

/** Returns the settings of istiod's installation, for each revision. */
function settingsOf(mesh: MeshCurrent): ControlPlaneSetting[] {
  const why =
    'API servers of remotes call istiod by these hosts, and refuse pods unless its certificate covers them';
  return mesh.revisions.flatMap((revision) => {
    const hosts = customHosts(mesh, revision);
    if (hosts.length === 0) return [];
    return [{ of: istiodName(revision.name), name: CUSTOM_HOST, value: hosts.join(','), why }];
  });
}

function asksForInjection(remotes: readonly RemoteCurrent[]): boolean {
  return remotes.some(({ sidecarInjector }) => sidecarInjector.enabled && sidecarInjector.url === undefined);
}

function releaseText({ istio, name }: RevisionCurrent): string {
  return name === undefined ? istio : `${istio}, revision ${name}`;
}

function remoteModel(
  primary: MeshCurrent['primary'],
  remote: RemoteCurrent,
  { severalNetworks, listsRevisions }: { severalNetworks: boolean; listsRevisions: boolean },
): RemoteModel {
  const { name, kubernetes, podCidrs, serviceCidrs, apiServer, network, injectedNamespaces } = remote;
  return {
    name,
    primary: primary.name,
    kubernetes,
    podCidrs,
    serviceCidrs,
    apiServer,
    ...(severalNetworks ? { network } : {}),
    injection: injectionOf(primary, remote),
    namespaces: injectedNamespaces,
    notes: [
      ...(listsRevisions ? [revisionText(remote)] : []),
      ...(remote.istiodAddress === undefined ? [] : [`istiod at ${addressText(remote.istiodAddress)}`]),
    ],
    eastWestGateway: hasEastWestGateway(remote),
  };
}

/** Formats `revision 1-29, pay by 1-30`. */
function revisionText({ revision, namespaceRevisions, injectedNamespaces }: RemoteCurrent): string {
  const others = Object.entries(namespaceRevisions).filter(
    ([namespace, other]) => injectedNamespaces.includes(namespace) && other !== revision,
  );
  return [`revision ${revision}`, ...others.map(([namespace, other]) => `${namespace} by ${other}`)].join(
    ', ',
  );
}

function injectionOf(primary: MeshCurrent['primary'], remote: RemoteCurrent): string {
  const { enabled, injectByDefault } = remote.sidecarInjector;
  if (!enabled) return 'webhook off';
  const where = injectByDefault ? 'webhook on by default' : 'webhook on';
  const isByUrl = remote.revisions.some(
    (revision) => injectionUrl(primary, remoteAt(primary, remote, revision), remote.name) !== undefined,
  );
  return isByUrl ? `${where}, by URL` : where;
}

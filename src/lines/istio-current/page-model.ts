import type { ClusterModel, PageModel } from '../../page/page-model';
import { PORTS } from './facts/ports';
import type { MeshCurrent, RemoteCurrent } from './mesh';
import type { ExposureCurrent } from './options/gateways';
import type { RevisionCurrent } from './revisions';

const EXPOSURE_WORDS: Readonly<Record<ExposureCurrent['mode'], string>> = {
  'east-west-gateway': 'an east-west gateway',
  'load-balancer': 'a load balancer',
};

/** What the page and the pictures show of a mesh of current Istio. */
export function pageModel({ revisions, listsRevisions, primary, remotes }: MeshCurrent): PageModel {
  const severalNetworks = new Set([primary.network, ...remotes.map(({ network }) => network)]).size > 1;
  return {
    istio: revisions.map(releaseText).join('; '),
    namespace: primary.namespace,
    primary: {
      name: primary.name,
      kubernetes: primary.kubernetes,
      podCidrs: primary.podCidrs,
      serviceCidrs: primary.serviceCidrs,
      ...(severalNetworks ? { network: primary.network } : {}),
      namespaces: [],
    },
    controlPlane: [
      {
        name: 'istiod',
        address: primary.addresses.istiod,
        ports: [PORTS.istiod, ...(asksForInjection(remotes) ? [PORTS.webhookTarget] : [])],
      },
    ],
    exposure: primary.exposure === undefined ? undefined : EXPOSURE_WORDS[primary.exposure.mode],
    authority: 'one root for all clusters',
    trust: [
      'Between sidecars and istiod: TLS, always.',
      'Between applications: mutual TLS wherever both sides have a sidecar, unless a policy says otherwise.',
      'istiod of the primary signs the certificates of every cluster.',
    ],
    calls: 'configuration, certificates and injection, over TLS',
    remotes: remotes.map((remote) => remoteModel(remote, { severalNetworks, listsRevisions })),
  };
}

function asksForInjection(remotes: readonly RemoteCurrent[]): boolean {
  return remotes.some(({ sidecarInjector }) => sidecarInjector.enabled && sidecarInjector.url === undefined);
}

function releaseText({ istio, name }: RevisionCurrent): string {
  return name === undefined ? istio : `${istio}, revision ${name}`;
}

function remoteModel(
  remote: RemoteCurrent,
  { severalNetworks, listsRevisions }: { severalNetworks: boolean; listsRevisions: boolean },
): ClusterModel {
  const { name, kubernetes, podCidrs, serviceCidrs, apiServer, network, injectedNamespaces } = remote;
  return {
    name,
    kubernetes,
    podCidrs,
    serviceCidrs,
    apiServer,
    ...(severalNetworks ? { network } : {}),
    injection: injectionOf(remote),
    namespaces: injectedNamespaces,
    notes: [
      ...(listsRevisions ? [revisionText(remote)] : []),
      ...(remote.istiodAddress === undefined ? [] : [`istiod at ${remote.istiodAddress}`]),
      ...(remote.eastWestGateway === undefined ? [] : ['east-west gateway']),
    ],
  };
}

/** `revision 1-29, pay by 1-30`. */
function revisionText({ revision, namespaceRevisions, injectedNamespaces }: RemoteCurrent): string {
  const others = Object.entries(namespaceRevisions).filter(
    ([namespace, other]) => injectedNamespaces.includes(namespace) && other !== revision,
  );
  return [`revision ${revision}`, ...others.map(([namespace, other]) => `${namespace} by ${other}`)].join(
    ', ',
  );
}

function injectionOf({ sidecarInjector: { enabled, injectByDefault, url } }: RemoteCurrent): string {
  if (!enabled) return 'webhook off';
  const where = injectByDefault ? 'webhook on by default' : 'webhook on';
  return url === undefined ? where : `${where}, by URL`;
}

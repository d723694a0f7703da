import type { Setting } from '../../../control-plane/setting';
import { pathOfPrimary } from '../../../mesh/primaries';
import type { HelmValue } from '../../../migrate/helm-values/helm-value';
import type { Path } from '../../../problem';
import { CUSTOM_HOST } from '../facts/components';
import { DEFAULT_REVISION, isTrueForIstiod, NAMES } from '../facts/names';
import { releaseNumbers } from '../facts/releases';
import { customHosts } from '../facts/webhook-urls';
import type { MeshCurrent } from '../mesh';
import { type RevisionCurrent, revisionNameOf } from '../revisions';

/**
 * What the installation of istiod of one revision has to say as mesh.yaml does, in the order in which it is printed.
 * The mesh is seen from its primary.
 * Source: 1.28.10, 1.29.6, 1.30.3 and 1.31.0-rc.0, manifests/charts/istio-control/istio-discovery: values.yaml, and
 * templates/{deployment,configmap,istiod-injector-configmap,zzz_profile}.yaml.
 */
export function istiodSettings(mesh: MeshCurrent, revision: RevisionCurrent): Setting[] {
  return [
    ...revisionSettings(mesh, revision),
    ...identity(mesh),
    ...clusterSettings(mesh),
    ...remoteSettings(mesh, revision),
    ...ambientSettings(mesh),
    ...whatMakesARemote(mesh),
    releaseOfImages(mesh, revision),
  ];
}

function revisionSettings(mesh: MeshCurrent, revision: RevisionCurrent): Setting[] {
  const { name } = revision;
  const place: Path = mesh.listsRevisions
    ? ['revisions', mesh.revisions.indexOf(revision), 'name']
    : ['revision'];
  const tags = mesh.revisionTags.filter((tag) => tag.revision === revisionNameOf(revision));
  return [
    {
      value: 'revision',
      is: name ?? '',
      place,
      ...(name === undefined ? { byDefault: true } : {}),
      alsoIn: ['pilot.env.REVISION'],
      includes: (got) => name === undefined && got === DEFAULT_REVISION,
      shown: [{ variable: 'REVISION' }],
    },
    // A tag that moves between the Helm releases of two revisions would belong to both for a while.
    ...(mesh.listsRevisions || tags.length === 0
      ? []
      : [
          setting(
            'revisionTags',
            ['revisionTags'],
            tags.map((tag) => tag.name),
          ),
        ]),
  ];
}

/** What all clusters of a mesh have in common, and what tells this one from the others. */
function identity(mesh: MeshCurrent): Setting[] {
  const { meshId, trustDomain, primary } = mesh;
  const { name, network, namespace } = primary;
  return [
    {
      value: 'global.istioNamespace',
      is: namespace,
      place: ofPrimary(mesh, 'namespace'),
      ...(namespace === NAMES.namespace ? { byDefault: true } : {}),
      shown: [{ injectorValues: 'global.istioNamespace' }],
    },
    ...(meshId === undefined
      ? []
      : [
          {
            ...setting('global.meshID', ['meshId'], meshId),
            alsoIn: ['meshConfig.defaultConfig.meshId'],
            shown: [{ meshConfig: 'defaultConfig.meshId' }],
          },
        ]),
    {
      value: 'meshConfig.trustDomain',
      is: trustDomain ?? DEFAULT_TRUST_DOMAIN,
      place: ['trustDomain'],
      ...(trustDomain === undefined ? { byDefault: true } : {}),
      shown: [{ meshConfig: 'trustDomain' }],
      otherwise: DEFAULT_TRUST_DOMAIN,
    },
    {
      ...setting('global.multiCluster.clusterName', ofPrimary(mesh, 'name'), name),
      alsoIn: ['pilot.env.CLUSTER_ID'],
      shown: [{ variable: 'CLUSTER_ID' }, { injectorValues: 'global.multiCluster.clusterName' }],
    },
    {
      ...setting('global.network', ofPrimary(mesh, 'network'), network ?? ''),
      ...(network === undefined ? { byDefault: true } : {}),
      shown: [{ injectorValues: 'global.network' }],
    },
  ];
}

/** Istio's own trust domain. Source: 1.30.3, manifests/charts/istio-control/istio-discovery/templates/configmap.yaml. */
const DEFAULT_TRUST_DOMAIN = 'cluster.local';

/** What the primary's cluster is like. */
function clusterSettings(mesh: MeshCurrent): Setting[] {
  const { platform, imagePullSecrets, ipFamilyPolicy, ipFamilies = [] } = mesh.primary;
  return [
    ...(platform === undefined
      ? []
      : [{ ...setting('global.platform', ofPrimary(mesh, 'platform'), platform), alsoIn: ['platform'] }]),
    ...(imagePullSecrets.length === 0
      ? []
      : [setting('global.imagePullSecrets', ofPrimary(mesh, 'imagePullSecrets'), [...imagePullSecrets])]),
    ...(ipFamilyPolicy === undefined
      ? []
      : [setting('pilot.ipFamilyPolicy', ofPrimary(mesh, 'ipFamilyPolicy'), ipFamilyPolicy)]),
    ...(ipFamilies.length === 0
      ? []
      : [setting('pilot.ipFamilies', ofPrimary(mesh, 'ipFamilies'), [...ipFamilies])]),
  ];
}

/** What istiod needs to look after the remotes, and clusters of other networks. */
function remoteSettings(mesh: MeshCurrent, revision: RevisionCurrent): Setting[] {
  const hosts = customHosts(mesh, revision);
  return [
    ...(mesh.remotes.length === 0
      ? []
      : [
          {
            // Without it istiod fills in no webhook of a remote, and gives it no root certificate.
            ...setting('global.externalIstiod', ['remotes'], true),
            alsoIn: ['pilot.env.EXTERNAL_ISTIOD'],
            includes: (got: HelmValue) => isTrueForIstiod(String(got)),
            shown: [{ variable: 'EXTERNAL_ISTIOD' }],
          },
        ]),
    ...(hosts.length === 0
      ? []
      : [
          {
            ...setting(`pilot.env.${CUSTOM_HOST}`, ofPrimary(mesh, 'addresses', 'istiod'), hosts.join(',')),
            // The certificate may cover more.
            includes: (got: HelmValue) => {
              const covered = String(got).split(',');
              return hosts.every((host) => covered.includes(host));
            },
            shown: [{ variable: CUSTOM_HOST }],
          },
        ]),
    ...(mesh.networks.length < 2
      ? []
      : [
          {
            // A gateway to another network lets nothing else through than mutual TLS.
            ...setting('meshConfig.enableAutoMtls', ofPrimary(mesh, 'network'), true),
            byDefault: true as const,
            shown: [{ meshConfig: 'enableAutoMtls' }],
            otherwise: 'true',
          },
        ]),
  ];
}

/**
 * What ambient mode over several networks needs. The profile turns ambient mode on and makes labelled Services global;
 * several networks are off by default. Source: 1.30.3, manifests/helm-profiles/ambient.yaml, pilot/pkg/features/ambient.go.
 */
function ambientSettings({ dataPlane }: MeshCurrent): Setting[] {
  if (dataPlane !== 'ambient') return [];
  const variable = (name: string) => ({
    ...setting(`pilot.env.${name}`, ['dataPlane'], 'true'),
    shown: [{ variable: name }],
  });
  return [
    { ...setting('profile', ['dataPlane'], 'ambient'), alsoIn: ['global.profile'] },
    { ...variable('PILOT_ENABLE_AMBIENT'), byDefault: true },
    variable('AMBIENT_ENABLE_MULTI_NETWORK'),
    { ...setting('cni.ambient.enabled', ['dataPlane'], true), byDefault: true },
  ];
}

/** Values with which the chart makes a remote cluster, and no istiod. */
function whatMakesARemote(mesh: MeshCurrent): Setting[] {
  const none = { is: '', byDefault: true } as const;
  return [
    {
      ...none,
      value: 'global.remotePilotAddress',
      place: ofPrimary(mesh),
      shown: [{ injectorValues: 'global.remotePilotAddress' }],
    },
    { ...none, value: 'istiodRemote.enabled', place: ofPrimary(mesh) },
    // In ambient mode the profile is a setting of its own.
    ...(mesh.dataPlane === 'ambient'
      ? []
      : [
          {
            ...none,
            value: 'profile',
            alsoIn: ['global.profile'],
            place: ofPrimary(mesh),
            expected: 'another profile than remote',
            includes: (got: HelmValue) => got !== 'remote',
          },
        ]),
  ];
}

/** The images are those of the release; a variant of them has the tag with a suffix. */
function releaseOfImages(mesh: MeshCurrent, revision: RevisionCurrent): Setting {
  const { istio } = revision;
  const minor = releaseNumbers(istio)?.patch === undefined;
  return {
    value: 'global.tag',
    is: istio,
    expected: minor ? `a tag of ${istio}` : `the tag ${istio}`,
    byDefault: true,
    alsoIn: ['pilot.tag'],
    place: placeOfRelease(mesh, revision),
    includes: (got) => String(got) === istio || String(got).startsWith(`${istio}${minor ? '.' : '-'}`),
  };
}

/** Place in mesh.yaml of something of the primary that the mesh is seen from. */
function ofPrimary(mesh: MeshCurrent, ...keys: readonly string[]): Path {
  return [...pathOfPrimary(mesh, mesh.primaries.indexOf(mesh.primary)), ...keys];
}

/** Place in mesh.yaml of the release of a revision. */
export function placeOfRelease({ istio, revisions }: MeshCurrent, revision: RevisionCurrent): Path {
  return revision.istio === istio ? ['istio'] : ['revisions', revisions.indexOf(revision), 'istio'];
}

function setting(value: string, place: Path, is: HelmValue): Setting {
  return { value, place, is };
}

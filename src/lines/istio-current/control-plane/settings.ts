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
 * Returns the settings that the installation of one revision of istiod must share with mesh.yaml, in the order of
 * printing. The mesh is seen from its primary. Source: 1.28.10, 1.29.6, 1.30.3 and 1.31.0-rc.0,
 * manifests/charts/istio-control/istio-discovery: values.yaml, and
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
    // If a tag moves between the Helm releases of two revisions, both own it for a while.
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

/** Returns the settings shared by all clusters of a mesh, and the ones that distinguish this one. */
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

/** Returns the settings of the primary's own cluster. */
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

/** Returns the settings that istiod needs to manage remotes and clusters of other networks. */
function remoteSettings(mesh: MeshCurrent, revision: RevisionCurrent): Setting[] {
  const hosts = customHosts(mesh, revision);
  return [
    ...(mesh.remotes.length === 0
      ? []
      : [
          {
            // Without it istiod fills in no webhook of a remote, and gives the remote no root certificate.
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
            // The certificate may cover more hosts.
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
            // A gateway to another network accepts only mutual TLS.
            ...setting('meshConfig.enableAutoMtls', ofPrimary(mesh, 'network'), true),
            byDefault: true as const,
            shown: [{ meshConfig: 'enableAutoMtls' }],
            otherwise: 'true',
          },
        ]),
  ];
}

/**
 * Returns the settings of ambient mode over several networks. The profile turns on ambient mode and makes labelled
 * Services global; several networks are off by default. Source: 1.30.3, manifests/helm-profiles/ambient.yaml,
 * pilot/pkg/features/ambient.go.
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

/** Returns the values that make the chart install a remote cluster instead of istiod. */
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
    // In ambient mode the profile is a separate setting.
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

/** The tag of the images is the release, with a suffix for a variant. */
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

/** Returns the place in mesh.yaml of an option of the view's primary. */
function ofPrimary(mesh: MeshCurrent, ...keys: readonly string[]): Path {
  return [...pathOfPrimary(mesh, mesh.primaries.indexOf(mesh.primary)), ...keys];
}

/** Returns the place in mesh.yaml of a revision's release. */
export function placeOfRelease({ istio, revisions }: MeshCurrent, revision: RevisionCurrent): Path {
  return revision.istio === istio ? ['istio'] : ['revisions', revisions.indexOf(revision), 'istio'];
}

function setting(value: string, place: Path, is: HelmValue): Setting {
  return { value, place, is };
}

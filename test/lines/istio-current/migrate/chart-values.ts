import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { keysOf, standingOf } from '../../../../src/lines/istio-current/migrate/known-values';
import { type HelmMap, type HelmValue, isHelmMap } from '../../../../src/migrate/helm-values/helm-value';
import type { ValuesSource } from '../../../../src/migrate/helm-values/read-values';
import { CA_BUNDLE } from '../../../certificates-in-pem';
import { type KubeObject, readObjects } from '../../../chart-objects';
import { helmTemplate } from '../../../reference';
import { chartOf, withoutDefinitions } from '../parity/renderings';

/** Values of a remote cluster that let every value of the charts take effect. */
export const BASE: HelmMap = {
  profile: 'remote',
  global: { remotePilotAddress: '10.1.2.3', network: 'network2' },
  istiodRemote: { injectionPath: '/inject/cluster/remote2/net/network2' },
};

/** Settings of values that accept no other, or that have no default in any chart. */
const SETTINGS: Readonly<Record<string, HelmValue>> = {
  'base.validationCABundle': CA_BUNDLE,
  'base.validationFailurePolicy': 'Fail',
  'base.validationURL': 'https://istiod.example.com:15017/validate',
  compatibilityVersion: '',
  configMap: true,
  defaultRevision: '',
  'env.MCS_API_GROUP': 'example.com',
  'experimental.stableValidationPolicy': true,
  gatewayClasses: { istio: { service: {} } },
  'global.configCluster': true,
  'global.enableReaderRBAC': false,
  'global.imagePullSecrets': ['registry'],
  'global.ipFamilies': ['IPv6', 'IPv4'],
  'global.ipFamilyPolicy': 'PreferDualStack',
  'global.istioNamespace': 'mesh-cp',
  'global.network': 'other',
  'global.networkPolicy.enabled': true,
  'global.omitSidecarInjectorConfigMap': false,
  'global.operatorManageWebhooks': true,
  'global.platform': 'openshift',
  'global.readerServiceAccount.name': 'other',
  'global.remotePilotAddress': '10.9.9.9',
  'global.resourceScope': 'cluster',
  'istiodRemote.enabled': false,
  'istiodRemote.enabledLocalInjectorIstiod': true,
  'istiodRemote.injectionCABundle': CA_BUNDLE,
  'istiodRemote.injectionPath': '/inject/cluster/remote2/net/network2/x/y',
  'istiodRemote.injectionURL': 'https://istiod.example.com:15017/inject/cluster/remote2/net/network2',
  'pilot.env.MCS_API_GROUP': 'example.com',
  platform: 'openshift',
  profile: 'ambient',
  revision: '1-30',
  revisionTags: ['prod'],
  'sidecarInjectorWebhook.enableNamespacesByDefault': true,
  'sidecarInjectorWebhook.reinvocationPolicy': 'IfNeeded',
  sidecarInjectorWebhookAnnotations: { x: 'y' },
  'telemetry.enabled': true,
};

/** Charts of a remote cluster, by their folder. */
const CHARTS = ['base', 'istio-control/istio-discovery'] as const;

/** The values that users set besides, so that both charts agree, as in docs/chart-parity.md. */
const COMPANIONS: Readonly<Record<string, Readonly<Record<string, HelmValue>>>> = {
  'istiodRemote.injectionCABundle': { 'base.validationCABundle': CA_BUNDLE },
  revision: { defaultRevision: '1-30' },
};

/** The charts fail on every setting of these, or on every setting except the right one. */
const FAILS = ['compatibilityVersion', 'defaults', 'pilot.cni'];

/** Returns every value of the charts of a release, with another setting than the default. Needs the charts. */
export function chartValues(release: string): Map<string, HelmValue> {
  const found = new Map<string, HelmValue>();
  for (const chart of CHARTS) {
    const text = readFileSync(join(folderOf(release, chart), 'values.yaml'), 'utf8');
    collect(parse(text)._internal_defaults_do_not_set, '', found);
  }
  for (const [path, setting] of Object.entries(SETTINGS)) found.set(path, setting);
  for (const path of found.keys()) if (FAILS.some((each) => path.startsWith(each))) found.delete(path);
  return new Map([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** Values that this test has a setting for. */
export const OWN_SETTINGS: ReadonlyMap<string, HelmValue> = new Map(Object.entries(SETTINGS));

function collect(value: HelmValue, path: string, into: Map<string, HelmValue>): void {
  if (isHelmMap(value) && Object.keys(value).length > 0) {
    for (const [key, inner] of Object.entries(value))
      collect(inner, path === '' ? key : `${path}.${key}`, into);
    return;
  }
  into.set(path, otherThan(value));
}

function otherThan(value: HelmValue): HelmValue {
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') return value + 1;
  if (Array.isArray(value)) return ['other'];
  return isHelmMap(value) ? { other: 'other' } : 'other';
}

/** Returns the meaning of a value for `migrate`. A key below a known or idle value is a part of it. */
export function standingAt(path: string): 'known' | 'idle' | 'unknown' {
  const keys = path.split('.');
  for (let length = 1; length <= keys.length; length++) {
    const standing = standingOf(keys.slice(0, length).join('.'));
    if (standing !== 'group') return standing;
  }
  return keysOf(path).length > 0 ? 'known' : 'unknown';
}

/** The values with others set. */
export function withSettings(settings: Iterable<readonly [string, HelmValue]>, base = BASE): ValuesSource {
  const values = structuredClone(base);
  for (const [path, setting] of settings) put(values, path.split('.'), setting);
  return { kind: 'file', name: 'values.yaml', text: stringify(values) };
}

function put(map: HelmMap, [key = '', ...rest]: readonly string[], setting: HelmValue): void {
  if (rest.length === 0) {
    map[key] = setting;
    return;
  }
  const below = isHelmMap(map[key]) ? map[key] : {};
  map[key] = below;
  put(below, rest, setting);
}

/** Returns both charts' output with a setting, without definitions. */
export function renderedObjects(
  release: string,
  settings: readonly (readonly [string, HelmValue])[],
): KubeObject[] {
  const companions = settings.length === 1 ? Object.entries(COMPANIONS[settings[0]?.[0] ?? ''] ?? {}) : [];
  const source = withSettings([...settings, ...companions]);
  const namespace = String(new Map(settings).get('global.istioNamespace') ?? 'istio-system');
  return CHARTS.flatMap((chart) => {
    const text = helmTemplate({
      chart: folderOf(release, chart),
      name: 'istio',
      namespace,
      sources: [source, { kind: 'set', text: 'base.enableCRDTemplates=false' }],
    });
    return readObjects(chart === 'base' ? withoutDefinitions(text) : text);
  });
}

function folderOf(release: string, chart: string): string {
  const folder = chartOf(release, chart);
  if (folder === undefined) throw new Error(`the chart ${chart} of ${release} is not at hand`);
  return folder;
}

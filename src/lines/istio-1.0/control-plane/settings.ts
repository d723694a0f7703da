import type { Setting, ShownIn } from '../../../control-plane/setting';
import { fieldAt } from '../../../kubernetes/fields';
import type { Field } from '../../../mesh/schema/fields';
import type { HelmValue } from '../../../migrate/helm-values/helm-value';
import { usesIn } from '../../chart-option';
import type { Mesh10 } from '../mesh';
import type { ValueUse10 } from '../migrate/value-kinds';
import { remoteOptionFields } from '../options/remote';
import { securityFields } from '../options/security';

type Fields = Readonly<Record<string, Field>>;

const { images, proxy, policyChecks, policyCheckFailOpen, tracing } = remoteOptionFields;

/** Options of remotes that the chart `istio` also has. */
const SHARED: Fields = { images, proxy, policyChecks, policyCheckFailOpen, tracing };

/**
 * Pilot itself uses these settings, for sidecars of every cluster. All other options concern pods of one cluster.
 * Source: 1.0.9, pilot/pkg/networking/core/v1alpha3/listener.go, pilot/pkg/networking/plugin/mixer.
 */
const SHOWN: Readonly<Record<string, ShownIn>> = {
  'security.controlPlaneMutualTls': {
    meshConfig: 'defaultConfig.controlPlaneAuthPolicy',
    as: (value) => (value === true ? 'MUTUAL_TLS' : 'NONE'),
  },
  'security.selfSignedCa': { argument: '--self-signed-ca' },
  policyChecks: { meshConfig: 'disablePolicyChecks' },
  policyCheckFailOpen: { meshConfig: 'policyCheckFailOpen' },
  tracing: { meshConfig: 'enableTracing' },
  'proxy.accessLogFile': { meshConfig: 'accessLogFile' },
};

/** Settings that must be the same everywhere, although no running control plane shows them. */
const STRICT = ['security.mutualTls', 'images.tag', ...Object.keys(SHOWN)];

/**
 * Returns the settings that the primary's installation must share with mesh.yaml: everything in `security`, and the
 * images and sidecars in `defaults`. The options of remotes know their chart values. Source: 1.0.0–1.0.9,
 * install/kubernetes/helm/istio/values.yaml and templates.
 */
export function primarySettings(mesh: Mesh10): Setting[] {
  return [...settingsOf(mesh, securityFields, ['security']), ...settingsOf(mesh, SHARED)];
}

function settingsOf(mesh: Mesh10, fields: Fields, at: readonly string[] = []): Setting[] {
  return usesIn<ValueUse10>(fields, at)
    .filter(({ option, idle }) => !isOfRemotes(option) && idle?.(mesh.istio, NO_VALUES) === undefined)
    .flatMap(({ helm, option, opposite }): Setting | [] => {
      const path = option.split('.');
      const place = at.length > 0 ? path : ['defaults', ...path];
      const said = fieldAt(mesh, ...place);
      if (helm === undefined || said === undefined || isEmptyList(said)) return [];
      const shown = SHOWN[option];
      return {
        value: helm,
        is: (opposite === true ? !said : said) as HelmValue,
        place,
        ...(STRICT.includes(option) ? {} : { includes: () => true }),
        ...(shown === undefined ? {} : { shown: [shown] }),
      };
    });
}

/** The primary's chart appends its own namespace to the host of statsd, so only remotes have the option. */
function isOfRemotes(option: string): boolean {
  return option.startsWith('proxy.statsd.');
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

const NO_VALUES = { chart: {}, subcharts: {} } as never;

import type { LineControlPlane } from '../../../control-plane/line-control-plane';
import { meshOfPrimary } from '../../../control-plane/primary';
import { valuesOf } from '../../../control-plane/setting';
import { printYaml } from '../../../kubernetes/text/print-yaml';
import { mergeValues } from '../../../migrate/helm-values/helm-value';
import { quoted, UserError } from '../../../problem';
import type { Mesh10 } from '../mesh';
import { primarySettings } from './settings';

const CHART = 'istio';

/** Prints the Helm values for the chart `istio` of Istio 1.0. */
export const controlPlane: LineControlPlane<Mesh10> = {
  print(whole, { cluster, format = 'helm', chart, revision }) {
    const mesh = meshOfPrimary(whole, cluster);
    if (format !== 'helm')
      throw new UserError(`--format: expected helm, got ${format}. Istio 1.0 has a Helm chart only`);
    if (revision !== undefined) throw new UserError('--revision: Istio 1.0 has no revisions. Leave it out');
    if (chart !== undefined && chart !== CHART)
      throw new UserError(`--chart: expected ${CHART}, got ${quoted(chart)}. Istio 1.0 has one chart`);
    const values = printYaml(valuesOfPrimary(mesh));
    return chart === undefined ? `${commands(mesh)}${values}` : values;
  },
};

/** Returns the values of the primary, with the user's own values merged in. */
export function valuesOfPrimary(mesh: Mesh10) {
  const { controlPlane, primary } = mesh;
  const own = mergeValues(controlPlane.values, primary.controlPlane.values);
  return valuesOf(primarySettings(mesh), own);
}

/** Source: istio.io, "Installation with Helm" of 1.0. */
function commands({ istio, primary, security }: Mesh10): string {
  const { name, namespace } = primary;
  const lines = [
    `Istio ${istio} in ${name}, from mesh.yaml: values of the chart istio of the release archive istio-${istio}.`,
    ...(security.selfSignedCa
      ? []
      : [`The Secret cacerts has to be in ${namespace} first: see docs/certificates.md.`]),
    'With Helm 2.10 or newer, in the unpacked archive:',
    `helm install install/kubernetes/helm/istio --name istio --namespace ${namespace} --values FILE`,
    'or without Tiller:',
    `helm template install/kubernetes/helm/istio --name istio --namespace ${namespace} --values FILE | kubectl apply -f -`,
  ];
  return lines.map((line) => `# ${line}\n`).join('');
}

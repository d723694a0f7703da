import { printYaml } from '../../../kubernetes/text/print-yaml';
import type { Installation } from './installation';

/**
 * Returns the file for `istioctl install`. Profile minimal contains the charts base and istiod and no gateway;
 * ambient adds cni and ztunnel. Source: 1.30.3, operator/pkg/apis/types.go and manifests/profiles.
 */
export function istioOperator({
  cluster,
  namespace,
  istio,
  revision,
  values,
  isAmbient,
}: Installation): string {
  const { revision: _, profile: __, meshConfig, ...others } = values;
  const operator = {
    apiVersion: 'install.istio.io/v1alpha1',
    kind: 'IstioOperator',
    metadata: { name: revision === 'default' ? 'istio' : `istio-${revision}`, namespace },
    spec: {
      profile: isAmbient ? 'ambient' : 'minimal',
      ...(revision === 'default' ? {} : { revision }),
      ...(meshConfig === undefined ? {} : { meshConfig }),
      values: others,
    },
  };
  return `# Istio ${istio} in ${cluster}, from mesh.yaml: istioctl install --filename FILE, with istioctl ${istio}.\n${printYaml(operator)}`;
}

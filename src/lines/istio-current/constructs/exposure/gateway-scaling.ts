import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { kube } from '../../../../kubernetes/manifest';
import type { EastWestGatewayProps } from './east-west-gateway-props';
import type { GatewayMetadata } from './gateway-account';

/** As many pods as the load asks for. Source: release-1.30, manifests/charts/gateway/templates/hpa.yaml. */
export function gatewayScaling(
  scope: Construct,
  metadata: GatewayMetadata,
  { minReplicas = 1, maxReplicas = 5 }: Pick<EastWestGatewayProps, 'minReplicas' | 'maxReplicas'>,
): ApiObject {
  return kube.horizontalPodAutoscaler(scope, 'scaling', {
    metadata,
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: metadata.name },
      minReplicas,
      maxReplicas,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { averageUtilization: 80, type: 'Utilization' } },
        },
      ],
    },
  });
}

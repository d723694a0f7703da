import type { ApiObject } from 'cdk8s';
import type { Construct } from 'constructs';
import { kube } from '../../../../kubernetes/manifest';
import { ANNOTATIONS, LABELS } from '../../facts/labels';
import { PORTS } from '../../facts/ports';
import { hasFeatureCurrent, LATEST_CURRENT } from '../../facts/releases';
import type { EastWestGatewayProps } from './east-west-gateway-props';
import type { GatewayMetadata } from './gateway-account';

interface GatewayPods extends Pick<EastWestGatewayProps, 'istio' | 'network' | 'revision' | 'resources'> {
  /** Labels by which Service and Deployment find the pods. */
  readonly selector: Readonly<Record<string, string>>;
}

/**
 * What the chart asks for, spelled as a server does, or each re-apply would be a change.
 * Source: release-1.30, manifests/charts/gateway/values.yaml.
 */
const RESOURCES = { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '100m', memory: '128Mi' } };

/**
 * The pods of a gateway. The image is the injector's to fill in, which also adds all that makes a proxy of them; the
 * number of pods is the scaling's.
 */
export function gatewayDeployment(scope: Construct, metadata: GatewayMetadata, pods: GatewayPods): ApiObject {
  const { istio = LATEST_CURRENT, network, revision, selector, resources = RESOURCES } = pods;
  const user = hasFeatureCurrent(istio, 'injectorSetsTheUserOfGateways') ? {} : PROXY_USER;
  const hasResources = Object.keys(resources).length > 0;
  return kube.deployment(scope, 'deployment', {
    metadata,
    spec: {
      selector: { matchLabels: selector },
      template: {
        metadata: {
          annotations: POD_ANNOTATIONS,
          labels: {
            [LABELS.podInjection]: 'true',
            ...(revision === undefined ? {} : { [LABELS.revision]: revision }),
            ...metadata.labels,
            ...(network === undefined ? {} : { [LABELS.network]: network }),
          },
        },
        spec: {
          serviceAccountName: metadata.name,
          securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
          containers: [
            {
              name: 'istio-proxy',
              image: 'auto',
              securityContext: { ...CONTAINER_SECURITY, ...user },
              ...(network === undefined
                ? {}
                : { env: [{ name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: network }] }),
              ports: [{ containerPort: PORTS.proxyStatistics, protocol: 'TCP', name: 'http-envoy-prom' }],
              ...(hasResources ? { resources } : {}),
            },
          ],
          terminationGracePeriodSeconds: 30,
        },
      },
    },
  });
}

const POD_ANNOTATIONS = {
  [ANNOTATIONS.templates]: 'gateway',
  'prometheus.io/path': '/stats/prometheus',
  'prometheus.io/port': `${PORTS.mergedStatistics}`,
  'prometheus.io/scrape': 'true',
  [LABELS.podInjection]: 'true',
};

const CONTAINER_SECURITY = {
  capabilities: { drop: ['ALL'] },
  allowPrivilegeEscalation: false,
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
};

/** The user as which Envoy runs, and whose connections are not sent back to it. */
const PROXY_USER = { runAsUser: 1337, runAsGroup: 1337 };

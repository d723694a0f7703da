import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { type LoadBalancerProps, loadBalancerSpec } from '../../../../constructs/load-balancer';
import { labels } from '../../../../kubernetes/labels';
import { kube } from '../../../../kubernetes/manifest';
import { storedResources } from '../../../../kubernetes/quantity';
import { ANNOTATIONS, EAST_WEST_SELECTOR, LABELS } from '../../facts/labels';
import { NAMES } from '../../facts/names';
import { EAST_WEST_PORTS, PORTS } from '../../facts/ports';
import { hasFeatureCurrent, LATEST_CURRENT } from '../../facts/releases';
import { type ClusterOptionsCurrent, familiesOf, type IpFamilies } from '../../options/cluster';
import type { EastWestGatewayOptions } from '../../options/gateways';

/** Options of {@link EastWestGateway}. */
export interface EastWestGatewayProps extends LoadBalancerProps, IpFamilies {
  /** Istio release of the primary, for example `1.30`. @default '1.31' */
  readonly istio?: string;
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Network of the cluster, in a mesh of several networks. Replaces `networkGateway`. @default - one flat network */
  readonly network?: string;
  /** Revision that injects the gateway's pods. Replaces `revision`. @default - the default revision */
  readonly revision?: string;
  /** Smallest number of pods. Replaces `autoscaling.minReplicas`. @default 1 */
  readonly minReplicas?: number;
  /** Largest number of pods. Replaces `autoscaling.maxReplicas`. @default 5 */
  readonly maxReplicas?: number;
  /**
   * Requests and limits of the container.
   * @default - requests of 100m CPU and 128Mi memory, limits of 2 CPUs and 1Gi memory
   */
  readonly resources?: EastWestGatewayOptions['resources'];
  /**
   * `openshift`: up to Istio 1.29, the platform chooses the user of the pods. Replaces `platform`.
   * @default - none
   */
  readonly platform?: ClusterOptionsCurrent['platform'];
  /** Names of Secrets for pulling images. Replaces `imagePullSecrets`. @default [] */
  readonly imagePullSecrets?: readonly string[];
}

/** Name of every object of the gateway. */
const NAME = NAMES.eastWestGateway;

/** Labels of the gateway's pods and their other objects. */
const POD_LABELS = { app: NAME, ...EAST_WEST_SELECTOR };

/**
 * A gateway that other clusters use to reach this one: istiod if this is the primary, and the pods if the mesh has
 * several networks. {@link IstiodRoutes} and {@link CrossNetworkGateway} decide what it lets in.
 *
 * The pods become gateways by injection, so a working webhook must exist when they start. Source: release-1.30,
 * manifests/charts/gateway/templates, and samples/multicluster/gen-eastwest-gateway.sh.
 */
export class EastWestGateway extends Construct {
  /** The ServiceAccount of the pods. */
  readonly account: ApiObject;
  /** The Role of the account. */
  readonly role: ApiObject;
  /** The RoleBinding of account and role. */
  readonly binding: ApiObject;
  /** The Service of type LoadBalancer. */
  readonly service: ApiObject;
  /** The Deployment. Its pods become gateways by injection. */
  readonly deployment: ApiObject;
  /** The HorizontalPodAutoscaler. */
  readonly scaling: ApiObject;

  /** @throws Error if `address` is not an IP address */
  constructor(scope: Construct, id: string, props: EastWestGatewayProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const network = props.network === undefined ? {} : { [LABELS.network]: props.network };
    const metadata = {
      name: NAME,
      namespace,
      labels: labels(NAME, { ...POD_LABELS, [LABELS.dataPlaneMode]: 'none' }),
    };
    const { account, role, binding } = gatewayAccount(this, metadata);
    this.account = account;
    this.role = role;
    this.binding = binding;
    this.service = kube.service(this, 'service', {
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, ...network },
        ...(Object.keys(props.annotations ?? {}).length === 0 ? {} : { annotations: props.annotations }),
      },
      spec: {
        ...loadBalancerSpec(props),
        ...familiesOf(props),
        ports: EAST_WEST_PORTS.map(({ name, port }) => ({ name, port, targetPort: port, protocol: 'TCP' })),
        selector: POD_LABELS,
      },
    });
    this.deployment = gatewayDeployment(this, metadata, { ...props, selector: POD_LABELS });
    this.scaling = gatewayScaling(this, metadata, props);
  }
}

/** Name, namespace and labels of all objects of a gateway. @internal */
interface GatewayMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Creates a gateway's account. It may read the certificates of its namespace. */
function gatewayAccount(
  scope: Construct,
  metadata: GatewayMetadata,
): { account: ApiObject; role: ApiObject; binding: ApiObject } {
  const { name, namespace } = metadata;
  return {
    account: kube.serviceAccount(scope, 'account', { metadata }),
    role: kube.role(scope, 'role', {
      metadata,
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'watch', 'list'] }],
    }),
    binding: kube.roleBinding(scope, 'binding', {
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
      subjects: [{ kind: 'ServiceAccount', name, namespace }],
    }),
  };
}

/** @internal */
interface GatewayPods
  extends Pick<
    EastWestGatewayProps,
    'istio' | 'network' | 'revision' | 'resources' | 'platform' | 'imagePullSecrets'
  > {
  /** Labels that Service and Deployment select. */
  readonly selector: Readonly<Record<string, string>>;
}

/**
 * The chart's requests and limits, spelled as a server stores them, so that a second apply changes nothing. Source:
 * release-1.30, manifests/charts/gateway/values.yaml.
 */
const RESOURCES = { limits: { cpu: '2', memory: '1Gi' }, requests: { cpu: '100m', memory: '128Mi' } };

/**
 * Creates a gateway's Deployment. The injector fills in the image and everything that makes the pods proxies; the
 * autoscaler sets the number of pods.
 */
function gatewayDeployment(scope: Construct, metadata: GatewayMetadata, pods: GatewayPods): ApiObject {
  const { istio = LATEST_CURRENT, network, revision, selector, platform, imagePullSecrets = [] } = pods;
  const resources = storedResources(pods.resources ?? RESOURCES);
  // OpenShift chooses a user from the namespace's range, and refuses any other.
  const isLeftOpen = hasFeatureCurrent(istio, 'injectorSetsTheUserOfGateways') || platform === 'openshift';
  const user = isLeftOpen ? {} : PROXY_USER;
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
          ...(imagePullSecrets.length === 0
            ? {}
            : { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }),
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

/** The user of Envoy. Its own connections are not redirected to it. */
const PROXY_USER = { runAsUser: 1337, runAsGroup: 1337 };

/** Creates the HorizontalPodAutoscaler. Source: release-1.30, manifests/charts/gateway/templates/hpa.yaml. */
function gatewayScaling(
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

import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../../kubernetes/labels';
import { kube } from '../../kubernetes/manifest';

/** One port of a shared service. */
export interface SharedServicePort {
  /** Name of the port. Istio derives the protocol from it: `http`, `http-web`, `grpc`, `tcp-…`. */
  readonly name?: string;
  /**
   * The protocol. In current Istio it takes precedence over the name; Istio 1.0 does not read it.
   * @default - the name's
   */
  readonly appProtocol?: string;
  /** Port of the Service. */
  readonly port: number;
  /** TCP, UDP or SCTP. @default 'TCP' */
  readonly protocol?: string;
  /** Port of the pods, or its name. @default - the port itself */
  readonly targetPort?: number | string;
}

/** Options of {@link SharedService}. */
export interface SharedServiceProps {
  /** Name of the Service in every cluster, a DNS-1123 label. */
  readonly name: string;
  /** Namespace of the Service in every cluster, a DNS-1123 label. */
  readonly namespace: string;
  /** Ports of the Service, the same in every cluster. */
  readonly ports?: readonly SharedServicePort[];
  /**
   * Labels of the pods that serve it, as in the original, so that pods of this cluster also serve it. A copy with
   * them never cuts off a cluster that has the Service itself, and selects nothing without such pods.
   * @default - no pods
   */
  readonly selector?: Readonly<Record<string, string>>;
  /** Whether the Service has no address of its own (`clusterIP: None`). @default false */
  readonly headless?: boolean;
  /** DNS name that the Service is an alias of; it then has no address. @default - an address of the cluster */
  readonly externalName?: string;
  /** Whether DNS also answers with pods that are not ready. @default false */
  readonly publishNotReadyAddresses?: boolean;
  /** Which pods current Istio prefers, for example `PreferClose`. Istio 1.0 does not read it. @default - any */
  readonly trafficDistribution?: string;
  /**
   * `Local`: current Istio only sends to pods of the client's own node. Istio 1.0 does not read it.
   * @default 'Cluster'
   */
  readonly internalTrafficPolicy?: string;
  /** `PreferDualStack`: the Service has an address of each family of its cluster. @default - one address */
  readonly ipFamilyPolicy?: string;
  /** Labels of the Service, besides ours. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the Service. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * A Service of another cluster, so that its name resolves in this one. The DNS of Kubernetes only knows the Services
 * of its own cluster; Pilot finds the pods in all clusters by the host name that the copies share. Replaces copying
 * the Service object by hand, as in the guide.
 */
export class SharedService extends Construct {
  /** The Service. */
  readonly service: ApiObject;

  constructor(scope: Construct, id: string, props: SharedServiceProps) {
    super(scope, id);
    const { metadata, spec } = serviceManifest(props);
    this.service = kube.service(this, 'service', {
      metadata: { ...metadata, labels: { ...metadata.labels, [MANAGED_BY_LABEL]: MANAGED_BY } },
      spec,
    });
  }
}

/** Returns the Service without the label that marks objects of this tool. */
export function serviceManifest(props: SharedServiceProps) {
  const { name, namespace, labels = {}, annotations = {}, ports = [], selector = {} } = props;
  const { trafficDistribution, internalTrafficPolicy, ipFamilyPolicy } = props;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name,
      namespace,
      ...(isEmpty(labels) ? {} : { labels }),
      ...(isEmpty(annotations) ? {} : { annotations }),
    },
    spec: {
      ...(props.externalName === undefined ? {} : { type: 'ExternalName', externalName: props.externalName }),
      ...(props.headless === true ? { clusterIP: 'None' } : {}),
      ...(ports.length === 0 ? {} : { ports: ports.map(portOf) }),
      ...(isEmpty(selector) ? {} : { selector }),
      ...(props.publishNotReadyAddresses === true ? { publishNotReadyAddresses: true } : {}),
      ...(ipFamilyPolicy === undefined ? {} : { ipFamilyPolicy }),
      ...(internalTrafficPolicy === undefined ? {} : { internalTrafficPolicy }),
      ...(trafficDistribution === undefined ? {} : { trafficDistribution }),
    },
  };
}

/** Options of {@link SharedServiceNamespace}. */
export interface SharedServiceNamespaceProps {
  /** Namespace of shared services, a DNS-1123 label. */
  readonly namespace: string;
}

/**
 * The namespace of shared services. It belongs to the applications, so it has no label of ours, and leaving the mesh
 * does not delete it.
 */
export class SharedServiceNamespace extends Construct {
  /** The Namespace. */
  readonly namespace: ApiObject;

  constructor(scope: Construct, id: string, props: SharedServiceNamespaceProps) {
    super(scope, id);
    this.namespace = kube.namespace(this, 'namespace', { metadata: { name: props.namespace } });
  }
}

/** Includes the protocol, because the server fills it in and a merge by port needs it. */
function portOf({ name, appProtocol, port, protocol = 'TCP', targetPort = port }: SharedServicePort) {
  return {
    ...(name === undefined ? {} : { name }),
    ...(appProtocol === undefined ? {} : { appProtocol }),
    port,
    protocol,
    targetPort,
  };
}

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0;
}

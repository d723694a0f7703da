import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../../kubernetes/labels';
import { kube } from '../../kubernetes/manifest';

/** One port of a shared service, by which clients name it. */
export interface SharedServicePort {
  /** Istio takes the protocol from it: `http`, `http-web`, `grpc`, `tcp-…`. */
  readonly name?: string;
  /** The protocol, which current Istio takes before that of the name. Istio 1.0 does not read it. @default - the name's */
  readonly appProtocol?: string;
  /** Port of the Service. */
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: string;
  /** @default - the port itself */
  readonly targetPort?: number | string;
}

/** Options of {@link SharedService}. */
export interface SharedServiceProps {
  /** Name of the Service in every cluster, a DNS-1123 label. */
  readonly name: string;
  /** Namespace of the Service in every cluster, a DNS-1123 label. */
  readonly namespace: string;
  /** Ports of the Service; the same in every cluster. */
  readonly ports?: readonly SharedServicePort[];
  /**
   * Pods of the cluster that serve it. The original's, so that pods which run here as well take part, and so that a
   * copy never cuts off a cluster that has the Service itself; it selects nothing where there are none.
   * @default - no pods
   */
  readonly selector?: Readonly<Record<string, string>>;
  /** Whether the Service has no address of its own (`clusterIP: None`). @default false */
  readonly headless?: boolean;
  /** DNS name that the Service stands for; it has no address then. @default - an address of the cluster */
  readonly externalName?: string;
  /** @default false */
  readonly publishNotReadyAddresses?: boolean;
  /** Which pods current Istio prefers, such as `PreferClose`. Istio 1.0 does not read it. @default - any */
  readonly trafficDistribution?: string;
  /** `Local`: current Istio sends to pods of the client's own node only. Istio 1.0 does not read it. @default 'Cluster' */
  readonly internalTrafficPolicy?: string;
  /** `PreferDualStack`: the Service has an address of each family of its cluster. @default - one address */
  readonly ipFamilyPolicy?: string;
  /** @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
}

/**
 * A Service of another cluster, so that its name resolves in this one: DNS of Kubernetes knows the Services of its own
 * cluster only, and Pilot finds the pods in all of them by the host name that the copies share.
 * Replaces copying the Service object by hand, as the guide has it.
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

/** The Service itself, without the label by which this tool knows its own objects. */
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
 * The namespace of shared services. It belongs to the applications, so it carries no label of ours, and leaving the
 * mesh does not delete it.
 */
export class SharedServiceNamespace extends Construct {
  /** The Namespace. */
  readonly namespace: ApiObject;

  constructor(scope: Construct, id: string, props: SharedServiceNamespaceProps) {
    super(scope, id);
    this.namespace = kube.namespace(this, 'namespace', { metadata: { name: props.namespace } });
  }
}

/** With the protocol written out, since the server fills it in and a merge by port needs it. */
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

import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { NAMES } from '../facts/names';
import { PORTS } from '../facts/ports';
import { LATEST_1_0 } from '../facts/releases';
import { type ComponentProps, componentAccount, componentDeployment, componentRights } from './component';

/** Options of {@link Citadel}. */
export interface CitadelProps extends ComponentProps {
  /** Image with registry and tag. Replaces `security.image`. @default 'docker.io/istio/citadel:1.0.9' */
  readonly image?: string;
  /**
   * Whether Citadel signs with its own certificate. If `false`, it signs with the Secret `cacerts` (ca-cert.pem,
   * ca-key.pem, root-cert.pem, cert-chain.pem), so that clusters with one root trust each other. Replaces
   * `security.selfSigned`.
   * @default true
   */
  readonly selfSignedCa?: boolean;
  /** Lifetime of workload certificates, from `1h` to `2160h`. @default - Citadel's own default: 2160h (90 days) */
  readonly certificateLifetime?: string;
}

const COMPONENT = 'istio-citadel';
const APP = 'security';
const CERTIFICATES = '/etc/cacerts';

/**
 * Citadel, the certificate authority that gives every service account of the cluster a certificate. Source: 1.0.9,
 * install/kubernetes/helm/istio-remote/charts/security/templates.
 */
export class Citadel extends Construct {
  /** The ServiceAccount `istio-citadel-service-account`. */
  readonly account: ApiObject;
  /** The ClusterRole. */
  readonly role: ApiObject;
  /** The ClusterRoleBinding of account and role. */
  readonly binding: ApiObject;
  /** The Service `istio-citadel`. */
  readonly service: ApiObject;
  /** The Deployment `istio-citadel`. */
  readonly deployment: ApiObject;

  constructor(scope: Construct, id: string, props: CitadelProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const selfSigned = props.selfSignedCa ?? true;
    const account = NAMES.citadelAccount;
    const who = { component: COMPONENT, app: APP, account, namespace };
    this.account = componentAccount(this, who, props);
    const { role, binding } = componentRights(this, who, {
      role: `istio-citadel-${namespace}`,
      binding: `istio-citadel-${namespace}`,
      rules: [
        {
          apiGroups: [''],
          resources: ['secrets'],
          verbs: ['create', 'get', 'watch', 'list', 'update', 'delete'],
        },
        { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['get', 'watch', 'list'] },
        { apiGroups: [''], resources: ['services'], verbs: ['get', 'watch', 'list'] },
      ],
    });
    this.role = role;
    this.binding = binding;
    this.service = kube.service(this, 'service', {
      metadata: { name: NAMES.citadel, namespace, labels: labels(COMPONENT, { app: 'istio-citadel' }) },
      spec: {
        ports: [
          { name: 'grpc-citadel', port: PORTS.citadelGrpc, targetPort: PORTS.citadelGrpc, protocol: 'TCP' },
          { name: 'http-monitoring', port: PORTS.monitoring, protocol: 'TCP' },
        ],
        selector: { istio: 'citadel' },
      },
    });
    const container = {
      name: 'citadel',
      image: props.image ?? `docker.io/istio/citadel:${LATEST_1_0}`,
      args: citadelArguments(namespace, selfSigned, props.certificateLifetime),
      ...(selfSigned
        ? {}
        : { volumeMounts: [{ name: NAMES.caCertificates, mountPath: CERTIFICATES, readOnly: true }] }),
    };
    const volumes = selfSigned
      ? []
      : [{ name: NAMES.caCertificates, secret: { secretName: NAMES.caCertificates, optional: true } }];
    this.deployment = componentDeployment(
      this,
      { name: NAMES.citadel, namespace, istio: 'citadel', app: APP, account, container, volumes },
      props,
    );
  }
}

function citadelArguments(namespace: string, selfSigned: boolean, certificateLifetime?: string): string[] {
  const signing = [
    `--signing-cert=${CERTIFICATES}/ca-cert.pem`,
    `--signing-key=${CERTIFICATES}/ca-key.pem`,
    `--root-cert=${CERTIFICATES}/root-cert.pem`,
    `--cert-chain=${CERTIFICATES}/cert-chain.pem`,
  ];
  return [
    '--append-dns-names=true',
    `--grpc-port=${PORTS.citadelGrpc}`,
    '--grpc-hostname=citadel',
    `--citadel-storage-namespace=${namespace}`,
    `--self-signed-ca=${selfSigned}`,
    ...(selfSigned ? [] : signing),
    ...(certificateLifetime === undefined ? [] : [`--workload-cert-ttl=${certificateLifetime}`]),
  ];
}

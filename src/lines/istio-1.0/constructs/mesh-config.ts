import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { printYaml } from '../../../kubernetes/text/print-yaml';
import { NAMES } from '../facts/names';
import { LATEST_1_0, type Release10 } from '../facts/releases';
import { meshConfig } from '../mesh-config';
import type { ControlPlaneAddresses } from '../options/addresses';
import type { ProxyOptions } from '../options/proxy';

/** Options of {@link MeshConfig}. */
export interface MeshConfigProps {
  /** Where sidecars reach the control plane. Replaces `global.remote{Pilot,Policy,Telemetry,Zipkin}Address`. */
  readonly addresses: ControlPlaneAddresses;
  /**
   * Istio release of the primary; fields that its parser does not know are left out.
   * @default '1.0.9'
   */
  readonly istio?: Release10;
  /** @default 'istio-system' */
  readonly namespace?: string;
  /**
   * Mutual TLS between sidecars and the control plane. Replaces `global.controlPlaneSecurityEnabled`.
   * @default false
   */
  readonly controlPlaneMutualTls?: boolean;
  /**
   * Whether `istio-pilot.<namespace>` stands for Pilot, as {@link RemotePilot} makes it.
   * @default false
   */
  readonly pilotService?: boolean;
  /**
   * Whether Mixer is asked before each request; only rendered with a policy address.
   * Replaces `global.disablePolicyChecks`, its opposite.
   * @default true
   */
  readonly policyChecks?: boolean;
  /** Replaces `global.policyCheckFailOpen`. @default false */
  readonly policyCheckFailOpen?: boolean;
  /** Replaces `global.enableTracing`; only rendered with a zipkin address. @default true */
  readonly tracing?: boolean;
  /** Access log, threads and statsd of the sidecars. @default - the chart's: /dev/stdout, 0, none */
  readonly proxy?: Partial<Pick<ProxyOptions, 'accessLogFile' | 'concurrency' | 'statsd'>>;
}

/**
 * The ConfigMap `istio` with the mesh config of a remote cluster.
 * Source: 1.0.9, install/kubernetes/helm/istio-remote/templates/configmap.yaml.
 */
export class MeshConfig extends Construct {
  /** The ConfigMap `istio`. */
  readonly configMap: ApiObject;

  constructor(scope: Construct, id: string, props: MeshConfigProps) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const config = meshConfig({
      istio: props.istio ?? LATEST_1_0,
      namespace,
      addresses: props.addresses,
      controlPlaneMutualTls: props.controlPlaneMutualTls ?? false,
      pilotService: props.pilotService ?? false,
      policyChecks: props.policyChecks ?? true,
      policyCheckFailOpen: props.policyCheckFailOpen ?? false,
      tracing: props.tracing ?? true,
      proxy: { accessLogFile: '/dev/stdout', concurrency: 0, statsd: { enabled: false }, ...props.proxy },
    });
    this.configMap = kube.configMap(this, 'config-map', {
      metadata: {
        name: NAMES.meshConfigMap,
        namespace,
        labels: labels('istio-remote', { app: 'istio-remote' }),
      },
      data: { [NAMES.meshConfigKey]: printYaml(config) },
    });
  }
}

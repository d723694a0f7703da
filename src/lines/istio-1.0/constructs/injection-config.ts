import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { printYaml } from '../../../kubernetes/text/print-yaml';
import { NAMES } from '../facts/names';
import { LATEST_1_0, type Release10 } from '../facts/releases';
import type { Images } from '../options/images';
import type { ProxyOptions } from '../options/proxy';
import { chartDefaults } from '../options/remote';
import { goTemplate } from '../sidecar/go-template';
import { sidecar } from '../sidecar/sidecar';

/** Options of {@link InjectionConfig}. */
export interface InjectionConfigProps {
  /** Istio release of the primary. @default '1.0.9' */
  readonly istio?: Release10;
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Registry, tag and pull policy of the sidecar's images. @default - docker.io/istio, the release, IfNotPresent */
  readonly images?: Partial<Images>;
  /** Options of the sidecar. Replaces `global.proxy`. @default - the chart's values */
  readonly proxy?: Partial<ProxyOptions>;
  /** Whether the mesh config has a zipkin address. Sidecars then get it on their command line. @default false */
  readonly zipkin?: boolean;
}

/**
 * The ConfigMap `istio-sidecar-injector`: the injection policy and the Go template of the sidecar. Both automatic
 * injection and `istioctl kube-inject` read it. Replaces `global.proxy.autoInject`; leaving the construct out
 * replaces `global.omitSidecarInjectorConfigMap`. Source: 1.0.9,
 * install/kubernetes/helm/istio-remote/templates/sidecar-injector-configmap.yaml.
 */
export class InjectionConfig extends Construct {
  /** The ConfigMap `istio-sidecar-injector`. */
  readonly configMap: ApiObject;

  constructor(scope: Construct, id: string, props: InjectionConfigProps = {}) {
    super(scope, id);
    const istio = props.istio ?? LATEST_1_0;
    const defaults = chartDefaults(istio);
    const proxy = { ...defaults.proxy, ...props.proxy };
    const template = goTemplate(
      sidecar({
        istio,
        images: { ...defaults.images, ...props.images },
        proxy,
        zipkin: props.zipkin ?? false,
      }),
    );
    this.configMap = kube.configMap(this, 'config-map', {
      metadata: {
        name: NAMES.sidecarInjector,
        namespace: props.namespace ?? NAMES.namespace,
        labels: labels('istio-sidecar-injector', { app: 'istio-remote', istio: 'sidecar-injector' }),
      },
      data: { [NAMES.injectionConfigKey]: printYaml({ policy: proxy.injection, template }) },
    });
  }
}

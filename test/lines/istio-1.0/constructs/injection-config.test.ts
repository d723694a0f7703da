import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import {
  InjectionConfig,
  type InjectionConfigProps,
} from '../../../../src/lines/istio-1.0/constructs/injection-config';
import { idsOf, synthConstruct } from './synth-construct';

function synthInjectionConfig(props?: InjectionConfigProps) {
  return synthConstruct((chart) => new InjectionConfig(chart, 'injection-config', props));
}

/** Returns policy and template from the ConfigMap. */
function configOf(props?: InjectionConfigProps): { policy: string; template: string } {
  const [configMap] = synthInjectionConfig(props) as unknown as [{ data: { config: string } }];
  return load(configMap.data.config) as { policy: string; template: string };
}

describe('InjectionConfig', () => {
  it('makes the ConfigMap that the injector reads', () => {
    expect(idsOf(synthInjectionConfig())).toEqual(['ConfigMap/istio-system/istio-sidecar-injector']);
    expect(idsOf(synthInjectionConfig({ namespace: 'mesh' }))).toEqual([
      'ConfigMap/mesh/istio-sidecar-injector',
    ]);
  });

  it('injects with the images of the newest release by default', () => {
    const { policy, template } = configOf();
    expect(policy).toBe('enabled');
    expect(template).toContain('"docker.io/istio/proxyv2:1.0.9"');
    expect(template).toContain('"docker.io/istio/proxy_init:1.0.9"');
  });

  it('takes the tag from the release', () => {
    expect(configOf({ istio: '1.0.3' }).template).toContain('"docker.io/istio/proxyv2:1.0.3"');
  });

  it('takes one option and keeps the others', () => {
    const { template } = configOf({ images: { hub: 'example.com/istio' }, proxy: { image: 'proxy_debug' } });
    expect(template).toContain('"example.com/istio/proxy_debug:1.0.9"');
    expect(template).toContain('"example.com/istio/proxy_init:1.0.9"');
  });

  it('asks only pods that ask for it when injection is disabled', () => {
    expect(configOf({ proxy: { injection: 'disabled' } }).policy).toBe('disabled');
  });

  it.each([true, false])('names zipkin to sidecars when there is one: %s', (zipkin) => {
    expect(configOf({ zipkin }).template.includes('--zipkinAddress')).toBe(zipkin);
  });
});

import { describe, expect, it } from 'vitest';
import {
  EastWestGateway,
  type EastWestGatewayProps,
} from '../../../../src/lines/istio-current/constructs/exposure/east-west-gateway';
import { IstiodLoadBalancer } from '../../../../src/lines/istio-current/constructs/exposure/istiod-load-balancer';
import { find } from '../../../golden/manifests';
import { synthConstruct } from '../../istio-1.0/constructs/synth-construct';

const NAME = 'istio-eastwestgateway';

/** The objects of a gateway as in YAML. */
function synthGateway(props: EastWestGatewayProps = {}) {
  return synthConstruct((chart) => new EastWestGateway(chart, 'gateway', props));
}

describe('EastWestGateway', () => {
  it.each([
    ['1.28', undefined, true],
    ['1.29.6', undefined, true],
    ['1.28', 'openshift', false],
    ['1.29.6', 'openshift', false],
    ['1.30', undefined, false],
    ['1.31', 'openshift', false],
  ] as const)('of Istio %s on platform %s sets the user of its pods: %s', (istio, platform, isSet) => {
    const props = { istio, ...(platform === undefined ? {} : { platform }) };
    const text = JSON.stringify(find(synthGateway(props), 'Deployment', NAME));
    expect([text.includes('"runAsUser":1337'), text.includes('"runAsGroup":1337')]).toEqual([isSet, isSet]);
    expect(text).toContain('"runAsNonRoot":true');
  });

  it('pulls images with Secrets', () => {
    const { spec } = find(synthGateway({ imagePullSecrets: ['registry'] }), 'Deployment', NAME);
    expect(spec).toMatchObject({ template: { spec: { imagePullSecrets: [{ name: 'registry' }] } } });
    expect(JSON.stringify(synthGateway())).not.toContain('imagePullSecrets');
  });

  it('has a Service of the given families', () => {
    const families = { ipFamilyPolicy: 'RequireDualStack', ipFamilies: ['IPv6', 'IPv4'] } as const;
    expect(find(synthGateway(families), 'Service', NAME).spec).toMatchObject(families);
    const exposed = synthConstruct((chart) => new IstiodLoadBalancer(chart, 'exposed', families));
    expect(find(exposed, 'Service', 'istiod-exposed').spec).toMatchObject(families);
  });
});

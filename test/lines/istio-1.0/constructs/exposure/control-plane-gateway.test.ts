import { App, Chart } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { ControlPlaneGateway, type ControlPlaneGatewayProps } from '../../../../../src';
import { exposureObjects } from '../../exposed-mesh';
import { type ExposureObject, find, title } from '../../exposure-object';

function synthGateway(props: ControlPlaneGatewayProps = {}): ExposureObject[] {
  const chart = new Chart(new App(), 'test');
  new ControlPlaneGateway(chart, 'gateway', props);
  return chart.toJson();
}

function container(props: ControlPlaneGatewayProps) {
  return find(synthGateway(props), 'Deployment', 'istio-control-plane-gateway').spec?.template?.spec
    .containers[0];
}

describe('ControlPlaneGateway', () => {
  it('makes an account, pods and a load balancer, and no rights', () => {
    expect(synthGateway().map(title)).toEqual([
      'ServiceAccount/istio-control-plane-gateway-service-account',
      'Deployment/istio-control-plane-gateway',
      'Service/istio-control-plane-gateway',
    ]);
  });

  it('selects its own pods', () => {
    const objects = synthGateway();
    const { spec } = find(objects, 'Deployment', 'istio-control-plane-gateway');
    const { selector } = find(objects, 'Service', 'istio-control-plane-gateway').spec ?? {};
    expect(spec?.template?.metadata.labels).toMatchObject({ ...selector });
  });

  it.each([
    [false, 'NONE', 'istio-pilot.mesh:8080'],
    [true, 'MUTUAL_TLS', 'istio-pilot.mesh:15005'],
  ])(
    'with control-plane mutual TLS %s asks Pilot with %s at %s',
    (controlPlaneMutualTls, policy, address) => {
      const { args = [] } = container({ namespace: 'mesh', controlPlaneMutualTls }) ?? {};
      expect(args.slice(0, 2)).toEqual(['proxy', 'router']);
      expect(args.slice(args.indexOf('--controlPlaneAuthPolicy')).slice(0, 4)).toEqual([
        '--controlPlaneAuthPolicy',
        policy,
        '--discoveryAddress',
        address,
      ]);
    },
  );

  it.each([
    [undefined, 15011],
    [[15007, 15010], 15007],
  ])('with the ports %j is ready once Pilot has opened %j', (ports, port) => {
    expect(container(ports === undefined ? {} : { ports })?.readinessProbe?.tcpSocket).toEqual({ port });
  });

  it('gives its pods the fields that identify them to Pilot', () => {
    const field = (name: string, fieldPath: string) => ({
      name,
      valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
    });
    expect(container({})?.env).toEqual(
      expect.arrayContaining([
        field('POD_NAME', 'metadata.name'),
        field('POD_NAMESPACE', 'metadata.namespace'),
        field('INSTANCE_IP', 'status.podIP'),
      ]),
    );
  });

  it('takes its image, pods and account from the mesh', () => {
    const images = { hub: 'registry.example.com/istio', tag: '1.0.9-x', pullSecrets: ['registry'] };
    const exposure = { mode: 'dedicated-gateway', annotations: {}, replicas: 3, images };
    const objects = exposureObjects({ exposure });
    const { spec } = find(objects, 'Deployment', 'istio-control-plane-gateway');
    expect(spec?.replicas).toBe(3);
    expect(spec?.template?.spec.containers[0]?.image).toBe('registry.example.com/istio/proxyv2:1.0.9-x');
    expect(objects[0]).toMatchObject({ imagePullSecrets: [{ name: 'registry' }] });
  });

  it('runs the release of the mesh', () => {
    const objects = exposureObjects({ exposure: { mode: 'dedicated-gateway', annotations: {} } });
    const { spec } = find(objects, 'Deployment', 'istio-control-plane-gateway');
    expect(spec?.template?.spec.containers[0]?.image).toBe('docker.io/istio/proxyv2:1.0.9');
  });

  it('refuses to ask a cloud for a name', () => {
    expect(() => synthGateway({ address: 'lb.example.com' })).toThrow(
      'expected an IP address for the load balancer, got "lb.example.com"',
    );
  });
});

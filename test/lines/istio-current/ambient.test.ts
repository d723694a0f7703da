import { describe, expect, it } from 'vitest';
import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';

const MESH = `istio: "1.30.3"
dataPlane: ambient
revision: canary
primaries:
  - { name: eu, network: n-eu, eastWestGateway: { annotations: { a.example/internal: "true" } }, ambientNamespaces: [shop] }
  - { name: us, network: n-us, eastWestGateway: true, ambientNamespaces: [shop] }
`;

function textOf(text: string, path: string): string {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(JSON.stringify(problems));
  return [...meshFiles(outputOf(mesh))].find((file) => file.path === path)?.text ?? '';
}

describe('a mesh of ambient mode', () => {
  const eu = textOf(MESH, 'eu/istio-primary.k8s.yaml');

  it('has a Gateway of the Gateway API, and istiod creates the east-west gateway from it', () => {
    expect(eu).toContain(`apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  labels:
    app.kubernetes.io/managed-by: cdk8s-istio-remote
    app.kubernetes.io/name: istio-eastwestgateway
    app.kubernetes.io/part-of: istio
    istio.io/rev: canary
    topology.istio.io/network: n-eu
  name: istio-eastwestgateway
  namespace: istio-system
spec:
  gatewayClassName: istio-east-west
  infrastructure:
    annotations:
      a.example/internal: "true"
  listeners:
    - name: mesh
      port: 15008
      protocol: HBONE
      tls:
        mode: Terminate
        options:
          gateway.istio.io/tls-terminate-mode: ISTIO_MUTUAL
`);
  });

  it('has neither a gateway of sidecars nor an injection webhook', () => {
    expect(eu).not.toMatch(/kind: (?:Deployment|HorizontalPodAutoscaler|MutatingWebhookConfiguration)/);
    expect(eu).not.toContain('networking.istio.io/v1');
  });

  it('labels its namespaces for ztunnel', () => {
    expect(eu).toContain(
      'kind: Namespace\nmetadata:\n  labels:\n    istio.io/dataplane-mode: ambient\n  name: shop\n',
    );
    expect(eu).not.toContain('istio-injection');
  });
});

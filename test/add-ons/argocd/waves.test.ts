import { expect, it } from 'vitest';
import { SYNC_WAVE, withSyncWave } from '../../../src/add-ons/argocd/waves';
import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { asMap, readObjects } from '../../chart-objects';

const MESH = `istio: "1.30"
primary: { name: hq, network: n1, addresses: { istiod: 10.8.0.11 } }
remotes: [{ name: eu, network: n2, eastWestGateway: true }]
`;
const ARGOCD = 'argocd: { repository: "https://git.example.com/mesh.git" }\n';

/** Returns the wave of every object of the remote, by kind and name. */
function wavesOf(yaml: string): Record<string, unknown> {
  const { mesh, problems } = parseMesh(yaml, 'mesh.yaml');
  if (mesh === undefined) throw new Error(JSON.stringify(problems));
  const objects = [...meshFiles(outputOf(mesh), ['eu'])].flatMap(({ text }) => readObjects(text));
  return Object.fromEntries(
    objects.map(({ kind, metadata }) => [
      `${kind} ${asMap(metadata).name}`,
      asMap(asMap(metadata).annotations ?? {})[SYNC_WAVE],
    ]),
  );
}

it('lets a gateway wait for the webhook that makes one of its pods', () => {
  expect(wavesOf(MESH + ARGOCD)).toMatchObject({
    'ServiceAccount istio-eastwestgateway': '-2',
    'Service istiod': '0',
    'MutatingWebhookConfiguration istio-sidecar-injector': '1',
    'Service istio-eastwestgateway': '2',
    'Deployment istio-eastwestgateway': '2',
    'HorizontalPodAutoscaler istio-eastwestgateway': '2',
  });
});

it('says nothing of waves to those without Argo CD', () => {
  expect(new Set(Object.values(wavesOf(MESH)))).toEqual(new Set([undefined]));
});

it('orders the gateways of Istio 1.0 by their kind, which come whole', () => {
  const object = { kind: 'Deployment', metadata: { labels: { istio: 'control-plane-gateway' } } };
  expect(withSyncWave(object).metadata).toMatchObject({ annotations: { [SYNC_WAVE]: '0' } });
});

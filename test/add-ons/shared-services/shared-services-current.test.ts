import { describe, expect, it } from 'vitest';
import { currentMeshWith, problemsOf, rendered, service } from './shared-mesh';

const ENTRY = '- { files: [a.yaml], cluster: hq }';
const TWO = '- { files: [a.yaml], cluster: eu }\n- { files: [b.yaml], cluster: hq }';
const H2C = '{ name: web, port: 80, appProtocol: kubernetes.io/h2c }';

/** Returns the Service that a cluster gets. */
function copyIn(cluster: string, file: string) {
  const objects = rendered(ENTRY, { 'a.yaml': file }, currentMeshWith)[`${cluster}/services.k8s.yaml`] ?? [];
  return objects.find(({ kind }) => kind === 'Service');
}

describe('copies of shared services in a mesh of current Istio', () => {
  it('keep the protocol of each port, which istiod may take from the copy for the whole mesh', () => {
    expect(copyIn('ap', service('cart', H2C))?.spec).toMatchObject({
      ports: [{ name: 'web', port: 80, appProtocol: 'kubernetes.io/h2c' }],
    });
  });

  it('of Istio 1.0 have none, since its Kubernetes may refuse the field', () => {
    const [, copy] = rendered(ENTRY, { 'a.yaml': service('cart', H2C) })['ap/services.k8s.yaml'] ?? [];
    expect(JSON.stringify(copy)).not.toContain('appProtocol');
  });

  it.each([
    ['PreferClose', 'eu', 'field'],
    ['PreferClose', 'ap', 'field'],
    ['PreferSameNode', 'eu', 'field'],
    ['PreferSameNode', 'ap', 'annotation'],
    ['PreferSameZone', 'ap', 'annotation'],
  ])('have %s in %s as %s', (value, cluster, place) => {
    const copy = copyIn(cluster, service('cart', H2C, `, trafficDistribution: ${value}`));
    const annotations = { 'networking.istio.io/traffic-distribution': value };
    expect(copy?.spec).toMatchObject(place === 'field' ? { trafficDistribution: value } : {});
    expect(copy?.metadata.annotations).toEqual(place === 'annotation' ? annotations : undefined);
    expect('trafficDistribution' in Object(copy?.spec)).toBe(place === 'field');
  });

  it('ask for both families without demanding them', () => {
    expect(copyIn('ap', service('cart', H2C, ', ipFamilyPolicy: RequireDualStack'))?.spec).toMatchObject({
      ipFamilyPolicy: 'PreferDualStack',
    });
  });

  it('are doubted where the clients of another cluster reach no pod', () => {
    const local = service('cart', H2C, ', internalTrafficPolicy: Local');
    expect(problemsOf(ENTRY, { 'a.yaml': local }, currentMeshWith)).toEqual([
      'a.yaml:4:123 spec.internalTrafficPolicy: warning: shop/cart has internalTrafficPolicy: Local, so its clients reach pods of their own node only, and none in another cluster (document 1). Remove it, or share another Service in front of the same pods',
    ]);
    expect(copyIn('ap', local)?.spec).toMatchObject({ internalTrafficPolicy: 'Local' });
  });

  it.each([
    ['protocol', H2C, '{ name: web, port: 80 }', '', 'the port web 80/TCP to 80'],
    ['distribution', H2C, H2C, ', trafficDistribution: PreferClose', 'got trafficDistribution: PreferClose'],
    ['policy', H2C, H2C, ', internalTrafficPolicy: Local', 'got internalTrafficPolicy: Local'],
  ])('that disagree on the %s are refused', (_, first, second, more, got) => {
    const files = { 'a.yaml': service('cart', first), 'b.yaml': service('cart', second, more) };
    const said = problemsOf(TWO, files, currentMeshWith).filter((line) => !line.includes('warning'));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(got);
    expect(problemsOf(TWO, files).join()).not.toContain('expected shop/cart to have');
  });

  it.each(['istiod', 'istiod-canary', 'istio-eastwestgateway'])('are never of %s', (name) => {
    const file = service(name).replace('namespace: shop', 'namespace: istio-system');
    expect(problemsOf(ENTRY, { 'a.yaml': file }, currentMeshWith).join()).toContain(
      'which Istio has in each cluster',
    );
  });
});

import { expect, it } from 'vitest';
import type { MeshInputCurrent } from '../../../../src/lines/istio-current/input';
import { checkMesh } from '../../../../src/lines/read-mesh';

const ARGOCD = { repository: 'https://git.example.com/mesh.git' };

/** Returns the places with a warning that Argo CD excludes the EndpointSlice. */
function placesOf(istiod: string, remotes: MeshInputCurrent['remotes'], more = {}): string[] {
  const input: MeshInputCurrent = {
    istio: '1.30',
    primary: { name: 'hq', addresses: { istiod } },
    remotes,
    argocd: ARGOCD,
    ...more,
  };
  return checkMesh(input)
    .problems.filter(({ message }) => message.includes('EndpointSlice, which Argo CD'))
    .map(({ path }) => path.join('.'));
}

it('warns of EndpointSlices under Argo CD where an address is an IP address that a remote uses', () => {
  expect(placesOf('10.8.0.11', [{ name: 'eu' }])).toEqual(['primary.addresses.istiod']);
  const own = [{ name: 'eu', istiodAddress: '10.9.0.1' }, { name: 'us' }];
  expect(placesOf('10.8.0.11', own)).toEqual(['primary.addresses.istiod', 'remotes.0.istiodAddress']);
});

it('says nothing of EndpointSlices for an address that is a DNS name, or that no remote uses', () => {
  expect(placesOf('istiod.example.com', [{ name: 'eu' }])).toEqual([]);
  expect(placesOf('10.8.0.11', [{ name: 'eu', istiodAddress: 'istiod.example.com' }])).toEqual([]);
  expect(placesOf('10.8.0.11', [{ name: 'eu', istiodAddress: '10.9.0.1' }])).toEqual([
    'remotes.0.istiodAddress',
  ]);
});

it('says nothing of EndpointSlices once Argo CD applies them', () => {
  expect(placesOf('10.8.0.11', [{ name: 'eu' }], { argocd: { ...ARGOCD, appliesEndpoints: true } })).toEqual(
    [],
  );
});

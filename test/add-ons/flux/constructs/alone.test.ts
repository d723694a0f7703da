import { App, Chart } from 'cdk8s';
import { expect, it } from 'vitest';
import { FluxGitRepository } from '../../../../src/add-ons/flux/constructs/git-repository';
import { FluxKustomization } from '../../../../src/add-ons/flux/constructs/kustomization';

it('make what Flux gets from the least that they need', () => {
  const chart = new Chart(new App(), 'flux');
  new FluxGitRepository(chart, 'repository', {
    name: 'istio',
    url: 'https://git.example.com/mesh.git',
    ref: { branch: 'main' },
  });
  new FluxKustomization(chart, 'eu', { name: 'istio-eu', gitRepository: 'istio', path: './dist/eu' });
  const objects: unknown = chart.toJson();
  expect(objects).toMatchObject([
    {
      kind: 'GitRepository',
      metadata: { name: 'istio', namespace: 'flux-system' },
      spec: { url: 'https://git.example.com/mesh.git', interval: '10m', ref: { branch: 'main' } },
    },
    {
      kind: 'Kustomization',
      metadata: { name: 'istio-eu', namespace: 'flux-system' },
      spec: { interval: '10m', timeout: '5m', prune: false, wait: true, deletionPolicy: 'Orphan' },
    },
  ]);
});

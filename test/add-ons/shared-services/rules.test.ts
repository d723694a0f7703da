import { describe, expect, it } from 'vitest';
import { problemsOf, service } from './shared-mesh';

const files = { 'a.yaml': service('cart') };

describe('sharedServices', () => {
  it.each([
    ['neither files nor service', '- { cluster: eu }', '[0]: expected files or service, got neither'],
    [
      'both',
      '- { files: [a.yaml], service: shop/cart, cluster: eu }',
      '.service: expected files or service, got both',
    ],
    [
      'files without their cluster',
      '- { files: [a.yaml] }',
      '.cluster: expected the cluster that has these services',
    ],
    [
      'files with from',
      '- { files: [a.yaml], from: eu }',
      '.from: expected no from beside files. Write cluster: eu',
    ],
    ['no file', '- { files: [], cluster: eu }', '.files: expected at least one file, got an empty list'],
    [
      'a service without from',
      '- { service: shop/cart }',
      '.from: expected the cluster to read the service from',
    ],
    [
      'a service with cluster',
      '- { service: shop/cart, from: eu, cluster: eu }',
      '.cluster: expected no cluster beside service',
    ],
    [
      'a service without namespace',
      '- { service: cart, from: eu }',
      '.service: expected a service as namespace/name',
    ],
    [
      'an unknown cluster',
      '- { files: [a.yaml], cluster: us }',
      '.cluster: expected a cluster of the mesh, got "us"',
    ],
    [
      'an unknown target',
      '- { files: [a.yaml], cluster: eu, to: [us] }',
      '.to[0]: expected a cluster of the mesh, got "us"',
    ],
    [
      'the owner as target',
      '- { files: [a.yaml], cluster: eu, to: [eu] }',
      '.to[0]: expected another cluster, got "eu"',
    ],
    [
      'a target twice',
      '- { files: [a.yaml], cluster: eu, to: [hq, hq] }',
      '.to[1]: expected each cluster once',
    ],
    ['no target', '- { files: [a.yaml], cluster: eu, to: [] }', '.to: expected at least one cluster'],
  ])('refuses %s', (_, entry, says) => {
    expect(problemsOf(entry, files).join('\n')).toContain(says);
  });

  it('takes files of the primary', () => {
    expect(problemsOf('- { files: [a.yaml], cluster: hq }', files)).toEqual([]);
  });
});

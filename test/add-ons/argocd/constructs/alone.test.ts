import { describe, expect, it } from 'vitest';
import { ArgoCdApplication } from '../../../../src/add-ons/argocd/constructs/application';
import { ArgoCdApplicationSet } from '../../../../src/add-ons/argocd/constructs/application-set';
import { ArgoCdProject } from '../../../../src/add-ons/argocd/constructs/project';
import { synthConstruct } from '../../../lines/istio-1.0/constructs/synth-construct';

const repository = 'https://git.example.com/mesh.git';
const destination = { name: 'eu', namespace: 'istio-system' };

describe('ArgoCdApplication', () => {
  it('belongs to argocd and follows HEAD', () => {
    const [object] = synthConstruct(
      (chart) =>
        new ArgoCdApplication(chart, 'eu', {
          name: 'istio-eu',
          project: 'istio',
          repository,
          path: 'eu',
          destination,
        }),
    );
    expect(object).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'istio-eu', namespace: 'argocd' },
      spec: {
        project: 'istio',
        source: { repoURL: repository, targetRevision: 'HEAD', path: 'eu' },
        destination,
      },
    });
    expect(object?.spec).not.toHaveProperty('ignoreDifferences');
    expect(object?.metadata).not.toHaveProperty('finalizers');
  });
});

describe('ArgoCdApplicationSet', () => {
  it('names the clusters of one project by their ids alone', () => {
    const [object] = synthConstruct(
      (chart) =>
        new ArgoCdApplicationSet(chart, 'set', {
          name: 'istio',
          project: 'istio',
          repository,
          path: '.',
          clusters: [
            { cluster: 'eu', destination },
            { cluster: 'us', destination: { ...destination, name: 'us' }, project: 'other' },
          ],
        }),
    );
    expect(object?.spec).toMatchObject({
      generators: [
        {
          list: {
            elements: [
              { cluster: 'eu', project: 'istio' },
              { cluster: 'us', project: 'other' },
            ],
          },
        },
      ],
      template: {
        metadata: { name: 'istio-{{.cluster}}' },
        spec: { project: '{{.project}}', source: { path: '{{.cluster}}' } },
      },
    });
  });
});

describe('ArgoCdProject', () => {
  it('takes names for themselves, not for patterns', () => {
    const [object] = synthConstruct(
      (chart) =>
        new ArgoCdProject(chart, 'project', {
          name: 'istio',
          repositories: [repository],
          destinations: [{ name: 'a*[b]', namespace: 'istio-system' }],
          clusterKinds: [],
          namespacedKinds: [],
        }),
    );
    expect(object?.spec).toMatchObject({
      destinations: [{ name: 'a\\*\\[b\\]' }],
      clusterResourceWhitelist: [],
      namespaceResourceWhitelist: [],
    });
  });
});

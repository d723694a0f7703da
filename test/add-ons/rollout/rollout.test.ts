import { describe, expect, it } from 'vitest';
import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { problemText, UserError } from '../../../src/problem';
import { type KubernetesObject, readManifests } from '../../golden/manifests';

const ARGOCD =
  'argocd: { repository: https://git.example.com/mesh.git, syncPolicy: { automated: true, prune: true } }';
const FLUX = 'flux: { repository: https://git.example.com/mesh.git }';
const WAVES = `  - { name: canary, clusters: [us] }
  - { name: eu, labels: { region: eu } }
  - { name: rest }`;

function meshText(tool: string, waves = WAVES): string {
  return `istio: 1.0.9
primary: { name: hq, addresses: { pilot: pilot.example.com }, exposure: { mode: load-balancer, annotations: {} } }
${tool}
${waves === '' ? '' : `rollout:\n${waves}\n`}remotes:
  - { name: berlin, labels: { region: eu } }
  - { name: paris, labels: { region: eu, size: large } }
  - { name: us }
`;
}

function filesOf(text: string): Map<string, KubernetesObject[]> {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new UserError(problems);
  return new Map([...meshFiles(outputOf(mesh))].map((file) => [file.path, readManifests(file.text)]));
}

function dependenciesOf(text: string, cluster: string): unknown {
  return filesOf(text).get(`flux/kustomization-${cluster}.k8s.yaml`)?.[0]?.spec;
}

describe('waves with Argo CD', () => {
  it('are the steps of an ApplicationSet, and each Application has the label of its wave', () => {
    const waves = WAVES.replace('region: eu }', 'region: eu }, maxUpdate: 25%');
    const [set] = filesOf(meshText(ARGOCD, waves)).get('argocd/application-set.k8s.yaml') ?? [];
    const step = (name: string) => ({
      matchExpressions: [{ key: 'istio-remote/wave', operator: 'In', values: [name] }],
    });
    expect(set?.spec).toMatchObject({
      strategy: {
        type: 'RollingSync',
        rollingSync: { steps: [step('canary'), { ...step('eu'), maxUpdate: '25%' }, step('rest')] },
      },
      template: {
        metadata: { labels: { 'istio-remote/wave': '{{.wave}}' } },
        spec: { syncPolicy: { automated: { prune: true } } },
      },
      generators: [
        {
          list: {
            elements: [
              { cluster: 'hq', wave: 'rest' },
              { cluster: 'berlin', wave: 'eu' },
              { cluster: 'paris', wave: 'eu' },
              { cluster: 'us', wave: 'canary' },
            ],
          },
        },
      ],
    });
  });

  it('change nothing of a mesh without them', () => {
    const files = filesOf(meshText(ARGOCD, ''));
    expect(files.has('argocd/application-set.k8s.yaml')).toBe(false);
    expect(JSON.stringify([...files])).not.toContain('istio-remote/wave');
  });
});

describe('waves with Flux', () => {
  it('wait for every cluster of the wave before', () => {
    expect(dependenciesOf(meshText(FLUX), 'us')).not.toHaveProperty('dependsOn');
    expect(dependenciesOf(meshText(FLUX), 'paris')).toMatchObject({ dependsOn: [{ name: 'istio-us' }] });
    expect(dependenciesOf(meshText(FLUX), 'hq')).toMatchObject({
      dependsOn: [{ name: 'istio-berlin' }, { name: 'istio-paris' }],
    });
  });

  it('wait for the last wave before that has files', () => {
    const waves = '  - { name: a, clusters: [us] }\n  - { name: b, clusters: [hq] }\n  - { name: c }';
    const text = meshText(FLUX, waves).replace(/, exposure: \{.*?\{\} \}/, '');
    expect(dependenciesOf(text, 'hq')).toBeUndefined();
    expect(dependenciesOf(text, 'paris')).toMatchObject({ dependsOn: [{ name: 'istio-us' }] });
  });

  it('wait for the primary as well where the mesh says so', () => {
    const flux = FLUX.replace(' }', ', dependsOnPrimary: true }');
    const waves = '  - { name: first, clusters: [hq, us] }\n  - { name: rest }';
    expect(dependenciesOf(meshText(flux, waves), 'us')).toMatchObject({ dependsOn: [{ name: 'istio-hq' }] });
    expect(dependenciesOf(meshText(flux, waves), 'paris')).toMatchObject({
      dependsOn: [{ name: 'istio-hq' }, { name: 'istio-us' }],
    });
  });
});

it.each([
  ['no tool', '', WAVES, /^mesh\.yaml:\d+:\d+ rollout: expected argocd or flux/m],
  [
    'one wave',
    ARGOCD,
    '  - { name: all }',
    /^mesh\.yaml:5:\d+ rollout: expected two waves or more, got one/m,
  ],
  [
    'a name twice',
    ARGOCD,
    '  - { name: a, clusters: [us] }\n  - { name: a }',
    /^mesh\.yaml:6:\d+ rollout\[1\]\.name: expected a name of its own/m,
  ],
  [
    'no such cluster',
    ARGOCD,
    '  - { name: a, clusters: [su, us] }\n  - { name: b }',
    /^mesh\.yaml:5:\d+ rollout\[0\]\.clusters\[0\]: expected a cluster of the mesh, got "su"/m,
  ],
  [
    'labels that no cluster has',
    ARGOCD,
    '  - { name: a, labels: { region: ap } }\n  - { name: b }',
    /^mesh\.yaml:5:\d+ rollout\[0\]\.labels: no cluster has these labels/m,
  ],
  [
    'the rest in the middle',
    ARGOCD,
    '  - { name: a }\n  - { name: b, clusters: [us] }',
    /^mesh\.yaml:5:\d+ rollout\[0\]: expected clusters or labels, got neither/m,
  ],
  [
    'a cluster in two waves',
    ARGOCD,
    '  - { name: a, clusters: [paris] }\n  - { name: b, labels: { region: eu } }\n  - { name: c }',
    /^mesh\.yaml:6:\d+ rollout\[1\]: expected each cluster in one wave, got paris in a and b/m,
  ],
  [
    'a cluster in none',
    ARGOCD,
    '  - { name: a, clusters: [us] }\n  - { name: b, labels: { region: eu } }',
    /rollout: expected a wave for every cluster, got none for hq/m,
  ],
  [
    'an ApplicationSet that is none',
    ARGOCD.replace(', syncPolicy', ', layout: applications, syncPolicy'),
    WAVES,
    /^mesh\.yaml:3:\d+ argocd\.layout: expected applicationSet with rollout/m,
  ],
  [
    'syncs by hand',
    ARGOCD.replace('automated: true, prune: true', 'automated: false'),
    WAVES,
    /rollout: expected argocd\.syncPolicy\.automated: true/m,
  ],
  [
    'selfHeal',
    ARGOCD.replace('prune: true', 'selfHeal: true'),
    WAVES,
    /^mesh\.yaml:3:\d+ argocd\.syncPolicy\.selfHeal: only counts without rollout/m,
  ],
  [
    'a part of more than all',
    ARGOCD,
    WAVES.replace('[us]', '[us], maxUpdate: 120%'),
    /^mesh\.yaml:5:\d+ rollout\[0\]\.maxUpdate: expected a number of clusters/m,
  ],
  [
    'maxUpdate with Flux',
    FLUX,
    WAVES.replace('[us]', '[us], maxUpdate: 1'),
    /^mesh\.yaml:5:\d+ rollout\[0\]\.maxUpdate: only counts with Argo CD/m,
  ],
  [
    'a Flux in each cluster',
    FLUX.replace(' }', ', layout: each-cluster }'),
    WAVES,
    /rollout: expected flux\.layout: one, got each-cluster/m,
  ],
  [
    'a Flux that does not wait',
    FLUX.replace(' }', ', wait: false }'),
    WAVES,
    /^mesh\.yaml:3:\d+ flux\.wait: expected true with rollout/m,
  ],
  [
    'remotes before the primary they wait for',
    FLUX.replace(' }', ', dependsOnPrimary: true }'),
    WAVES,
    /^mesh\.yaml:5:\d+ rollout\[0\]: expected us in the wave of its primary hq or later/m,
  ],
])('refuse %s', (_, tool, waves, message) => {
  const { problems } = parseMesh(meshText(tool, waves), 'mesh.yaml');
  expect(
    problems
      .filter(({ severity }) => severity === 'error')
      .map(problemText)
      .join('\n'),
  ).toMatch(message);
});

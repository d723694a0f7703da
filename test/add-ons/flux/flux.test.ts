import { describe, expect, it } from 'vitest';
import { lineOf } from '../../../src/lines/loaded-lines';
import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { isOwnFile } from '../../../src/output/own-files';
import { problemText, UserError } from '../../../src/problem';
import { validationOf } from '../../../src/validate/validate-files';
import { type KubernetesObject, readManifests } from '../../golden/manifests';

const URL = 'repository: https://git.example.com/mesh.git';

function meshText(flux = URL, more = ''): string {
  return `istio: 1.0.9
primary: { name: hq, kubernetes: "1.20", addresses: { pilot: 10.8.0.11 }, exposure: { mode: load-balancer, annotations: {} } }
flux: { ${flux} }
${more}remotes:
  - { name: eu, kubernetes: "1.20", injectedNamespaces: [shop] }
  - { name: us, kubernetes: "1.20" }
`;
}

function meshOf(text: string) {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new UserError(problems);
  return mesh;
}

function filesOf(text: string): Map<string, string> {
  return new Map([...meshFiles(outputOf(meshOf(text)))].map((file) => [file.path, file.text]));
}

function objectIn(files: Map<string, string>, path: string): KubernetesObject {
  const [object] = readManifests(files.get(path) ?? '');
  if (object === undefined) throw new Error(`nothing in ${path}`);
  return object;
}

describe('the files for Flux', () => {
  const files = filesOf(meshText());

  it('are a GitRepository and a Kustomization for each cluster with files', () => {
    expect([...files.keys()].filter((path) => path.startsWith('flux/'))).toEqual([
      'flux/git-repository.k8s.yaml',
      'flux/kustomization-hq.k8s.yaml',
      'flux/kustomization-eu.k8s.yaml',
      'flux/kustomization-us.k8s.yaml',
    ]);
  });

  it('apply the folder of a remote by its kubeconfig, after the primary, and keep its objects', () => {
    expect(objectIn(files, 'flux/kustomization-eu.k8s.yaml')).toMatchObject({
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'istio-eu', namespace: 'flux-system' },
      spec: {
        sourceRef: { kind: 'GitRepository', name: 'istio' },
        path: './dist/eu',
        interval: '10m',
        timeout: '5m',
        prune: false,
        wait: true,
        deletionPolicy: 'Orphan',
        kubeConfig: { secretRef: { name: 'eu-kubeconfig', key: 'value' } },
        dependsOn: [{ name: 'istio-hq' }],
      },
    });
  });

  it('apply the folder of the cluster that Flux runs in directly', () => {
    const { spec } = objectIn(files, 'flux/kustomization-hq.k8s.yaml');
    expect(spec).not.toHaveProperty('kubeConfig');
    expect(spec).not.toHaveProperty('dependsOn');
  });

  it('contain nothing that makes a folder one of kustomize', () => {
    expect([...files.keys()].filter((path) => /kustomization\.ya?ml$/.test(path))).toEqual([]);
  });

  it('are known as ours', () => {
    for (const [path, text] of files) expect(isOwnFile(path, text), path).toBe(true);
  });

  it('are what the definitions of Flux allow', () => {
    const mesh = meshOf(meshText());
    const validation = validationOf(mesh, lineOf(mesh).validation(mesh));
    for (const file of meshFiles(outputOf(mesh))) validation.pass(file);
    expect(validation.problems()).toEqual([]);
  });

  it('name no other cluster where each has its own Flux', () => {
    const each = filesOf(meshText(`${URL}, layout: each-cluster`));
    const { spec } = objectIn(each, 'flux/kustomization-eu.k8s.yaml');
    expect(spec).not.toHaveProperty('kubeConfig');
    expect(spec).not.toHaveProperty('dependsOn');
  });

  it('use a GitRepository that is there', () => {
    const there = filesOf(meshText('gitRepository: fleet, path: mesh/dist'));
    expect(there.has('flux/git-repository.k8s.yaml')).toBe(false);
    expect(objectIn(there, 'flux/kustomization-us.k8s.yaml').spec).toMatchObject({
      sourceRef: { name: 'fleet' },
      path: './mesh/dist/us',
    });
  });

  it('read a tag or a commit in place of the branch', () => {
    const { spec } = objectIn(
      filesOf(meshText(`${URL}, tag: v1, secret: login`)),
      'flux/git-repository.k8s.yaml',
    );
    expect(spec).toEqual({
      url: 'https://git.example.com/mesh.git',
      interval: '10m',
      ref: { tag: 'v1' },
      secretRef: { name: 'login' },
    });
  });
});

it('keeps namespaces whatever Flux prunes, and marks nothing else', () => {
  const objects = readManifests(filesOf(meshText()).get('eu/istio-remote.k8s.yaml') ?? '');
  const kept = objects.filter(
    ({ metadata }) => metadata.annotations?.['kustomize.toolkit.fluxcd.io/prune'] === 'disabled',
  );
  expect(kept.length).toBeGreaterThan(1);
  expect(kept).toEqual(objects.filter(({ kind }) => kind === 'Namespace'));
});

it.each([
  [
    'neither repository nor GitRepository',
    'path: dist',
    /^mesh\.yaml:3:\d+ flux: expected repository or gitRepository, got neither/,
  ],
  [
    'a login in the URL',
    'repository: "https://me:pw@git.example.com/mesh.git"',
    /flux\.repository: expected the URL of a Git repository without login/,
  ],
  [
    'an address in the style of git',
    'repository: "git@git.example.com:mesh.git"',
    /flux\.repository: .*Write ssh:\/\/git@git\.example\.com\/mesh\.git/,
  ],
  [
    'a branch and a tag',
    `${URL}, branch: main, tag: v1`,
    /^mesh\.yaml:3:\d+ flux\.tag: expected one of branch, tag and commit, got branch and tag/,
  ],
  [
    'a Secret without repository',
    'gitRepository: fleet, secret: login',
    /^mesh\.yaml:3:\d+ flux\.secret: only counts with repository/,
  ],
  [
    'an interval without a unit',
    `${URL}, interval: "10"`,
    /^mesh\.yaml:3:\d+ flux\.interval: expected a duration such as 10m/,
  ],
  [
    'dependsOnPrimary with a Flux in each cluster',
    `${URL}, layout: each-cluster, dependsOnPrimary: true`,
    /^mesh\.yaml:3:\d+ flux\.dependsOnPrimary: expected nothing with layout: each-cluster/,
  ],
  [
    'kubeconfigs with a Flux in each cluster',
    `${URL}, layout: each-cluster, kubeConfigs: { eu: { name: x } }`,
    /flux\.kubeConfigs: expected nothing with layout: each-cluster/,
  ],
  [
    'a kubeconfig of no cluster',
    `${URL}, kubeConfigs: { ue: { name: x } }`,
    /^mesh\.yaml:3:\d+ flux\.kubeConfigs\.ue: expected a cluster of the mesh, got "ue"\. /,
  ],
  [
    'a kubeconfig of its own cluster',
    `${URL}, kubeConfigs: { hq: { name: x } }`,
    /flux\.kubeConfigs\.hq: expected another cluster, got hq, which Flux runs in/,
  ],
  [
    'dependencies that nothing waits for',
    `${URL}, wait: false, dependsOnPrimary: true`,
    /flux\.dependsOnPrimary: only counts with wait/,
  ],
])('refuses %s', (_, flux, message) => {
  const errors = parseMesh(meshText(flux), 'mesh.yaml').problems.filter(
    ({ severity }) => severity === 'error',
  );
  expect(errors.map(problemText).join('\n')).toMatch(message);
});

it('refuses Argo CD beside Flux', () => {
  const argocd = 'argocd: { repository: https://git.example.com/mesh.git }\n';
  expect(parseMesh(meshText(URL, argocd), 'mesh.yaml').problems.map(problemText).join('\n')).toMatch(
    /mesh\.yaml:3:1 flux: expected argocd or flux, got both|mesh\.yaml:3:\d+ flux: expected argocd or flux, got both/,
  );
});

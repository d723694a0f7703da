import { describe, expect, it } from 'vitest';
import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { isOwnFile } from '../../../src/output/own-files';
import { CA_BUNDLE } from '../../certificates-in-pem';
import { filesOf, meshText, objectIn } from './mesh-with-argocd';

const PROJECT = 'argocd/app-project.k8s.yaml';
const EU = 'argocd/application-eu.k8s.yaml';
const SET = 'argocd/application-set.k8s.yaml';
const PATCH = 'argocd/resource-exclusions.patch';

function ignoredKinds(text: string, path = EU): string[] {
  return (objectIn(filesOf(text), path).spec.ignoreDifferences ?? []).map(({ kind }) => kind);
}

function currentMesh(primary: string): string {
  return `istio: "1.30"
primary: { name: hq, addresses: { istiod: 10.8.0.11 }${primary} }
argocd: { repository: "https://git.example.com/mesh.git" }
remotes: [{ name: eu${primary === '' ? '' : ', network: n2'} }]
`;
}

describe('the Applications', () => {
  it('are one for each cluster that has a folder', () => {
    const paths = [...filesOf(meshText({ remotes: ['{ name: eu }', '{ name: us }'] })).keys()];
    expect(paths.filter((path) => path.startsWith('argocd/'))).toEqual([
      PROJECT,
      EU,
      'argocd/application-us.k8s.yaml',
    ]);
  });

  it('have the primary among them when something is rendered for it', () => {
    const files = filesOf(meshText({ primary: ', exposure: load-balancer' }));
    expect(objectIn(files, 'argocd/application-hq.k8s.yaml').spec.source.path).toBe('dist/hq');
  });

  it('have no finalizer, so that the cluster keeps its objects', () => {
    for (const argocd of ['', ', layout: applicationSet'])
      for (const text of filesOf(meshText({ argocd })).values()) expect(text).not.toContain('finalizer');
  });

  it('do not sync by themselves', () => {
    const { syncPolicy } = objectIn(filesOf(meshText()), EU).spec;
    expect(syncPolicy).toEqual({ syncOptions: ['RespectIgnoreDifferences=true', 'ServerSideApply=true'] });
  });

  it('never prune unless the mesh says so', () => {
    const { syncPolicy } = objectIn(
      filesOf(meshText({ argocd: ', syncPolicy: { automated: true }' })),
      EU,
    ).spec;
    expect(syncPolicy.automated).toEqual({ prune: false, selfHeal: false });
  });

  it.each([
    ['.', 'eu'],
    ['platform/dist', 'platform/dist/eu'],
  ])('find the folder below the path %s', (path, wanted) => {
    expect(objectIn(filesOf(meshText({ argocd: `, path: ${path}` })), EU).spec.source.path).toBe(wanted);
  });

  it.each([
    ['1.15', false],
    ['1.16', true],
    ['1.21', true],
  ])('ask Kubernetes %s for server-side apply: %s', (kubernetes, wanted) => {
    const files = filesOf(meshText({ remotes: [`{ name: eu, kubernetes: "${kubernetes}" }`] }));
    const { syncOptions } = objectIn(files, EU).spec.syncPolicy;
    expect(syncOptions.includes('ServerSideApply=true')).toBe(wanted);
  });

  it('ignore what the injector and the cluster fill in', () => {
    expect(ignoredKinds(meshText())).toEqual(['MutatingWebhookConfiguration', 'Secret', 'ServiceAccount']);
  });

  it('do not ignore a certificate of the webhook that the mesh gives', () => {
    const remote = `{ name: eu, sidecarInjector: { caBundle: ${CA_BUNDLE} } }`;
    expect(ignoredKinds(meshText({ remotes: [remote] }))).toEqual(['Secret', 'ServiceAccount']);
    const argocd = ', layout: applicationSet';
    const { spec } = objectIn(filesOf(meshText({ argocd, remotes: [remote, '{ name: us }'] })), SET).spec
      .template;
    expect(spec.ignoreDifferences?.map(({ kind }) => kind)).toEqual(['Secret', 'ServiceAccount']);
  });
});

describe('the ApplicationSet', () => {
  const argocd = ', layout: applicationSet';
  const remotes = ['{ name: eu }', '{ name: us }'];

  it('lists its clusters, and nothing that is the same in all of them', () => {
    const { spec } = objectIn(filesOf(meshText({ argocd, remotes })), SET);
    expect(spec.generators).toEqual([{ list: { elements: [{ cluster: 'eu' }, { cluster: 'us' }] } }]);
    expect(spec.template.spec.destination).toEqual({ name: '{{.cluster}}', namespace: 'istio-system' });
    expect(spec.template.spec.source.path).toBe('dist/{{.cluster}}');
  });

  it('gives every element every key', () => {
    const mixed = `${argocd}, destinations: { us: { server: "https://us.example.com" } }`;
    const { spec } = objectIn(filesOf(meshText({ argocd: mixed, remotes })), SET);
    expect(spec.generators[0]?.list.elements).toEqual([
      { cluster: 'eu', name: 'eu', server: '' },
      { cluster: 'us', name: '', server: 'https://us.example.com' },
    ]);
  });

  it('never deletes an Application, nor the objects of one', () => {
    expect(objectIn(filesOf(meshText({ argocd, remotes })), SET).spec).toMatchObject({
      goTemplate: true,
      goTemplateOptions: ['missingkey=error'],
      syncPolicy: { applicationsSync: 'create-update', preserveResourcesOnDeletion: true },
    });
  });

  it('asks for server-side apply only when every cluster has it', () => {
    const old = ['{ name: eu }', '{ name: us, kubernetes: "1.15" }'];
    const { spec } = objectIn(filesOf(meshText({ argocd, remotes: old })), SET).spec.template;
    expect(spec.syncPolicy.syncOptions).toEqual(['RespectIgnoreDifferences=true']);
  });
});

describe('the project', () => {
  it.each([
    ['applications', 900, 2],
    ['applicationSet', 2, 1],
  ])('comes before the %s of %i clusters in the order of file names', (layout, length, wanted) => {
    const remotes = Array.from({ length }, (_, index) => `{ name: a-cluster-with-a-long-name-${index} }`);
    const text = meshText({ argocd: `, layout: ${layout}`, remotes });
    const paths = [...filesOf(text).keys()].filter((path) => path.startsWith('argocd/'));
    const sorted = paths.sort((left, right) => (left < right ? -1 : 1));
    const projects = sorted.filter((path) => path.startsWith('argocd/app-project'));
    expect(projects).toHaveLength(wanted);
    expect(sorted.slice(0, projects.length)).toEqual(projects);
  });

  it('takes the place of a file that had another name before', () => {
    const text = filesOf(meshText()).get(PROJECT) ?? '';
    expect(isOwnFile('argocd/project.k8s.yaml', text)).toBe(true);
    expect(isOwnFile('argocd/project-2.k8s.yaml', text)).toBe(true);
  });

  it('allows the repository and the namespaces of each cluster, and nothing else', () => {
    const remotes = ['{ name: eu }', '{ name: us }'];
    const argocd = ', project: mesh, destinations: { us: { server: "https://[fd00::2]:6443" } }';
    const { metadata, spec } = objectIn(filesOf(meshText({ argocd, remotes })), PROJECT);
    expect(metadata).toMatchObject({ name: 'mesh', namespace: 'argocd' });
    expect(spec.sourceRepos).toEqual(['https://git.example.com/mesh.git']);
    expect(spec.destinations).toEqual([
      { name: 'eu', namespace: 'istio-system' },
      { server: 'https://\\[fd00::2\\]:6443', namespace: 'istio-system' },
    ]);
  });

  it.each([
    ['Istio 1.0', meshText(), meshText({ primary: ', exposure: dedicated-gateway' })],
    ['current Istio', currentMesh(''), currentMesh(', network: n1, exposure: east-west-gateway')],
  ])(
    'permits the kinds of an exposure that the mesh of %s no longer has, or not yet',
    (_, plain, exposed) => {
      const [before, after] = [exposed, plain].map((text) => objectIn(filesOf(text), PROJECT).spec);
      expect(after?.namespaceResourceWhitelist).toEqual(before?.namespaceResourceWhitelist);
      expect(after?.clusterResourceWhitelist).toEqual(before?.clusterResourceWhitelist);
      for (const kind of ['Gateway', 'VirtualService'])
        expect(after?.namespaceResourceWhitelist).toContainEqual({ group: 'networking.istio.io', kind });
    },
  );

  it('has parts that each fit into a file, with thousands of clusters', () => {
    const remotes = Array.from({ length: 2000 }, (_, index) => `{ name: cluster-with-a-long-name-${index} }`);
    const files = filesOf(meshText({ remotes }));
    const projects = [...files].filter(([path]) => path.startsWith('argocd/app-project'));
    expect(projects.length).toBeGreaterThan(1);
    for (const [path, text] of projects) {
      expect(Buffer.byteLength(text)).toBeLessThan(65_536);
      expect(isOwnFile(path, text)).toBe(true);
    }
    const last = objectIn(files, 'argocd/application-cluster-with-a-long-name-1999.k8s.yaml');
    expect(last.spec.project).toBe(`istio-${projects.length}`);
  });
});

describe('the patch of the excluded kinds', () => {
  const remote = ['{ name: eu, pilotService: true }'];

  it('is rendered exactly when there are Endpoints', () => {
    expect(filesOf(meshText({ remotes: remote })).has(PATCH)).toBe(false);
    const files = filesOf(meshText({ remotes: remote }).replace('pilot.example.com', '10.8.0.11'));
    expect(files.has(PATCH)).toBe(true);
    expect(isOwnFile(PATCH, files.get(PATCH) ?? '')).toBe(true);
  });

  it('takes out that kind and keeps every other exclusion of Argo CD', () => {
    const text =
      filesOf(meshText({ remotes: remote }).replace('pilot.example.com', '10.8.0.11')).get(PATCH) ?? '';
    expect(text).not.toMatch(/^ +- Endpoints$/m);
    for (const kind of [
      'EndpointSlice',
      'Lease',
      'TokenReview',
      'CiliumEndpoint',
      'PolicyReport',
      'UpdateRequest',
    ])
      expect(text).toMatch(new RegExp(`^ +- ${kind}$`, 'm'));
  });
});

describe('a mesh of current Istio', () => {
  const text = `istio: "1.30"
primary: { name: hq, addresses: { istiod: 10.8.0.11 } }
argocd: { repository: "https://git.example.com/mesh.git" }
remotes:
  - { name: eu, injectedNamespaces: [shop] }
`;

  it('lets Argo CD apply EndpointSlices and still leave out Endpoints', () => {
    const patch = filesOf(text).get(PATCH) ?? '';
    expect(patch).toMatch(/^ +- Endpoints$/m);
    expect(patch).not.toMatch(/^ +- EndpointSlice$/m);
  });

  it('leaves to istiod what it writes into the webhooks', () => {
    const ignored = objectIn(filesOf(text), EU).spec.ignoreDifferences ?? [];
    const paths = ignored.flatMap((each) => ('jqPathExpressions' in each ? each.jqPathExpressions : []));
    expect(paths).toContain('.webhooks[]?.clientConfig.caBundle');
    expect(paths).toContain('.webhooks[]?.failurePolicy');
  });
});

describe('some clusters alone', () => {
  it('have the same files, and nothing is said about what Argo CD gets', () => {
    const { mesh } = parseMesh(meshText({ remotes: ['{ name: eu }', '{ name: us }'] }), 'mesh.yaml');
    if (mesh === undefined) throw new Error('expected a valid mesh');
    const all = [...meshFiles(outputOf(mesh))];
    expect([...meshFiles(outputOf(mesh), ['us'])]).toEqual(all.filter(({ path }) => path.startsWith('us/')));
  });
});

describe('a mesh without Argo CD', () => {
  const plain = meshText().replace(/argocd: .*\n/, '');

  it('has neither waves nor a folder for it', () => {
    const files = filesOf(plain);
    expect([...files.keys()]).toEqual(['eu/istio-remote.k8s.yaml']);
    expect([...files.values()].join('')).not.toContain('argocd');
  });

  it('differs from one with it in nothing but annotations', () => {
    const withWaves = filesOf(meshText()).get('eu/istio-remote.k8s.yaml') ?? '';
    const without = withWaves
      .replace(/^ {4}argocd\.argoproj\.io\/.*\n/gm, '')
      .replace(/^ {2}annotations:\n(?! {4})/gm, '');
    expect(without).toBe(filesOf(plain).get('eu/istio-remote.k8s.yaml'));
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ArgoCdInput } from '../../../src/add-ons/argocd/input';
import { SYNC_WAVE } from '../../../src/add-ons/argocd/waves';
import { groupOf } from '../../../src/kubernetes/kinds';
import { outputOf } from '../../../src/lines/mesh-output';
import { checkMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { isOwnFile } from '../../../src/output/own-files';
import { LAWS, violations } from '../../golden/invariants';
import { type KubernetesObject, readManifests } from '../../golden/manifests';
import { meshInput } from '../../mesh/arbitrary-mesh';
import { type ArgoCdObject, objectIn } from './mesh-with-argocd';

const name = fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,3}[a-z0-9])?$/).filter((text) => text !== 'default');

const argocd = fc.record(
  {
    repository: fc.constantFrom(
      'https://git.example.com/mesh.git',
      'git@git.example.com:platform/mesh.git',
      'ssh://git@git.example.com:22/platform/mesh.git',
    ),
    revision: fc.constantFrom('main', 'release/1.0', 'v1.0.9', '0123456789abcdef'),
    path: fc.constantFrom('.', 'dist', 'platform/mesh-dist'),
    project: name,
    namespace: name,
    layout: fc.constantFrom('applications' as const, 'applicationSet' as const),
    syncPolicy: fc.record({ automated: fc.constant(true), prune: fc.boolean(), selfHeal: fc.boolean() }),
    appliesEndpoints: fc.boolean(),
  },
  { requiredKeys: ['repository'], noNullPrototype: true },
) as fc.Arbitrary<ArgoCdInput>;

/** The rendered files of an arbitrary mesh. Argo CD knows some of its clusters by their server. */
const rendered = fc
  .tuple(meshInput, argocd, fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([input, plain, byServer]) => {
    const clusters = [input.primary.name, ...input.remotes.map((remote) => remote.name)];
    const destinations = clusters.flatMap((cluster, index) =>
      byServer[index] === true ? [[cluster, { server: `https://[fd00::${index + 1}]:6443` }] as const] : [],
    );
    return { ...input, argocd: { ...plain, destinations: Object.fromEntries(destinations) } };
  })
  // A cluster name of 63 characters leaves no room for a project.
  .filter((input) => [input.primary, ...input.remotes].every((cluster) => cluster.name.length < 50))
  .map((input) => {
    const { mesh, problems } = checkMesh(input);
    if (mesh?.argocd === undefined) throw new Error(JSON.stringify(problems));
    const output = outputOf(mesh);
    return {
      argocd: mesh.argocd,
      kinds: output.kinds,
      files: new Map([...meshFiles(output)].map(({ path, text }) => [path, text])),
    };
  });

type Rendered = typeof rendered extends fc.Arbitrary<infer T> ? T : never;

/** Returns the Applications. Those of the set are filled in as its controller does. */
function applicationsOf({ argocd: { layout }, files }: Rendered): ArgoCdObject['spec'][] {
  if (layout === 'applications')
    return [...files.keys()]
      .filter((path) => path.startsWith('argocd/application-'))
      .map((path) => objectIn(files, path).spec);
  const { spec } = objectIn(files, 'argocd/application-set.k8s.yaml');
  return (spec.generators[0]?.list.elements ?? []).map((element) => {
    const text = JSON.stringify(spec.template.spec).replace(/\{\{\.(\w+)\}\}/g, (_, key: string) => {
      const value = element[key];
      if (value === undefined) throw new Error(`missing key ${key}`);
      return value;
    });
    return JSON.parse(text) as ArgoCdObject['spec'];
  });
}

/** The cluster's folder in the output, by the folder in the repository. */
function folderOf({ argocd: { path } }: Rendered, source: string): string {
  return path === '.' ? source : source.slice(path.length + 1);
}

function objectsBelow({ files }: Rendered, folder: string): KubernetesObject[] {
  return [...files].flatMap(([path, text]) => (path.startsWith(`${folder}/`) ? readManifests(text) : []));
}

/** Compares like Argo CD: in a pattern, a backslash is an escape. */
function matches(pattern = '', text = ''): boolean {
  return text !== '' && pattern.replace(/\\(.)/g, '$1') === text && !/(?<!\\)[[\]*?{}]/.test(pattern);
}

const runs = { numRuns: 5 };

describe('any mesh with Argo CD', () => {
  it('has an Application for each folder of a cluster, and none for another', () => {
    fc.assert(
      fc.property(rendered, (any) => {
        const folders = new Set([...any.files.keys()].map((path) => path.split('/')[0]));
        folders.delete('argocd');
        const found = applicationsOf(any).map(({ source }) => folderOf(any, source.path));
        expect(found).toEqual([...folders]);
      }),
      runs,
    );
  });

  it('has a project that allows where every Application goes, and every object in it', () => {
    fc.assert(
      fc.property(rendered, (any) => {
        const { spec: project } = objectIn(any.files, 'argocd/app-project.k8s.yaml');
        for (const { source, destination } of applicationsOf(any)) {
          expect(project.sourceRepos).toEqual([source.repoURL]);
          const namespaces = project.destinations
            .filter(
              ({ name: cluster, server }) =>
                matches(cluster, destination.name) || matches(server, destination.server),
            )
            .map(({ namespace }) => namespace);
          expect(namespaces).toContain(destination.namespace);
          for (const object of objectsBelow(any, folderOf(any, source.path))) {
            const { namespace } = object.metadata;
            if (namespace !== undefined) expect(namespaces).toContain(namespace);
            const allowed =
              namespace === undefined ? project.clusterResourceWhitelist : project.namespaceResourceWhitelist;
            expect(allowed).toContainEqual({ group: groupOf(object.apiVersion), kind: object.kind });
          }
        }
      }),
      runs,
    );
  });

  it('has a project that allows every kind that the line and the add-ons can make, and no other without an object', () => {
    fc.assert(
      fc.property(rendered, (any) => {
        const { spec } = objectIn(any.files, 'argocd/app-project.k8s.yaml');
        const folders = applicationsOf(any).map(({ source }) => folderOf(any, source.path));
        const objects = folders.flatMap((folder) => objectsBelow(any, folder));
        const titles = (kinds: readonly { group: string; kind: string }[]) =>
          new Set(kinds.map(({ group, kind }) => `${group}/${kind}`));
        const allowed = titles([...spec.clusterResourceWhitelist, ...spec.namespaceResourceWhitelist]);
        const possible = any.kinds.map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind }));
        const present = objects.map(({ apiVersion, kind }) => ({ group: groupOf(apiVersion), kind }));
        expect(allowed).toEqual(titles([...possible, ...present]));
      }),
      runs,
    );
  });

  it('keeps the laws, has a wave on every object of a cluster, and knows all its files again', () => {
    const {
      theWebhookLeavesItsCertificateToTheInjector: _,
      deploymentsUseAccountsAndConfigMapsOfTheFile: __,
      ...laws
    } = LAWS;
    fc.assert(
      fc.property(rendered, ({ files }) => {
        for (const [path, text] of files) {
          expect(isOwnFile(path, text)).toBe(true);
          if (!path.endsWith('.yaml')) continue;
          expect(violations(text, laws)).toEqual([]);
          if (path.startsWith('argocd/')) continue;
          for (const { metadata } of readManifests(text))
            expect(metadata.annotations).toHaveProperty([SYNC_WAVE]);
        }
      }),
      runs,
    );
  });
});

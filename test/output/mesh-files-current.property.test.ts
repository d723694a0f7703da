import { isIP } from 'node:net';
import { App, Yaml } from 'cdk8s';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { MeshInputCurrent } from '../../src/lines/istio-current/input';
import type { MeshCurrent } from '../../src/lines/istio-current/mesh';
import { CurrentRemoteCluster } from '../../src/lines/istio-current/remote-cluster';
import { outputOf } from '../../src/lines/mesh-output';
import { checkMesh } from '../../src/lines/read-mesh';
import { meshFiles } from '../../src/output/mesh-files';
import { isOwnFile } from '../../src/output/own-files';
import { LAWS, REMOTE_LAWS, violations } from '../golden/invariants';
import { filesThatBelongTogether, type KubernetesObject, pathOf } from '../golden/manifests';
import { parseInjectEnvs } from '../lines/istio-current/facts/parse-inject-envs';
import { meshInputCurrent, meshInputOfOneRevision } from '../mesh/arbitrary-mesh-current';

const runs = { numRuns: 7 };

function meshOf(input: MeshInputCurrent): MeshCurrent {
  const { mesh, problems } = checkMesh(input);
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (mesh?.line !== 'current' || errors.length > 0) throw new Error(JSON.stringify(problems));
  return mesh;
}

const mesh = meshInputCurrent.map(meshOf);

/** The objects of each remote. */
function remoteObjects(
  of: MeshCurrent,
): [remote: MeshCurrent['remotes'][number], objects: KubernetesObject[]][] {
  const files = [...meshFiles(outputOf(of))];
  return of.remotes.map((remote) => [
    remote,
    files
      .filter(({ path }) => path.startsWith(`${remote.name}/`))
      .flatMap(({ text }) => loadAll(text) as KubernetesObject[]),
  ]);
}

describe('meshFiles of current Istio', () => {
  it('writes YAML that two readers read alike, in files that are known as ours', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const { path, text } of meshFiles(outputOf(any))) {
          expect(loadAll(text)).toEqual(parseAllDocuments(text).map((document) => document.toJS()));
          expect(isOwnFile(path, text)).toBe(true);
        }
      }),
      runs,
    );
  });

  it('keeps the laws of every file of manifests', () => {
    // Static certificates are an option.
    const { theWebhookLeavesItsCertificateToTheInjector: _, ...laws } = LAWS;
    fc.assert(
      fc.property(mesh, (any) => {
        const files = new Map([...meshFiles(outputOf(any))].map(({ path, text }) => [path, text]));
        for (const paths of filesThatBelongTogether([...files.keys()])) {
          const text = paths.map((path) => files.get(path)).join('');
          expect(violations(text, laws)).toEqual([]);
          if (paths.length === 1 && paths[0]?.endsWith('istio-remote.k8s.yaml'))
            expect(violations(text, REMOTE_LAWS)).toEqual([]);
        }
      }),
      runs,
    );
  });

  it('has the cluster and network of its injection in every path', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const [{ name, network }, objects] of remoteObjects(any)) {
          const paths = objects
            .filter(({ kind }) => kind === 'MutatingWebhookConfiguration')
            .flatMap(({ webhooks = [] }) => webhooks)
            .map(({ clientConfig }) => parseInjectEnvs(pathOf(clientConfig)));
          for (const path of paths) {
            expect(path).toEqual({
              ISTIO_META_CLUSTER_ID: name,
              ...(network === undefined ? {} : { ISTIO_META_NETWORK: network }),
            });
          }
        }
      }),
      runs,
    );
  });

  it('has a slice of the family of the address, and none for a name', () => {
    fc.assert(
      fc.property(mesh, (any) => {
        for (const [{ istiodAddress, revisions }, objects] of remoteObjects(any)) {
          const addresses = revisions
            .map((revision) =>
              [istiodAddress ?? revision.istiodAddress ?? any.primary.addresses.istiod].flat(),
            )
            .filter(([host = '']) => isIP(host) !== 0);
          const slices = objects.filter(({ kind }) => kind === 'EndpointSlice');
          expect(slices.map(({ addressType }) => addressType)).toEqual(
            addresses.map(([host = '']) => (isIP(host) === 4 ? 'IPv4' : 'IPv6')),
          );
          expect(
            slices.flatMap(({ endpoints = [] }) => endpoints.flatMap((endpoint) => endpoint.addresses)),
          ).toEqual(addresses.flat());
        }
      }),
      runs,
    );
  });

  it('writes the same bytes again, and the same file for a cluster alone as among others', () => {
    fc.assert(
      fc.property(meshInputCurrent, (input) => {
        const any = meshOf(input);
        const all = [...meshFiles(outputOf(any))];
        expect([...meshFiles(outputOf(meshOf(structuredClone(input))))]).toEqual(all);
        const alone = [any.primary, ...any.remotes].flatMap(({ name }) => [
          ...meshFiles(outputOf(any), [name]),
        ]);
        expect(alone).toEqual(all);
      }),
      runs,
    );
  });

  it('makes the objects, and cdk8s prints the bytes, that the mesh with the same options gives', () => {
    fc.assert(
      fc.property(meshInputOfOneRevision, (input) => {
        const [remote] = input.remotes;
        if (remote === undefined || input.defaults !== undefined || input.primary.network !== undefined)
          return;
        const {
          name,
          istiodAddress = input.primary.addresses.istiod,
          revisions: _,
          revisionTags: __,
          ...options
        } = remote;
        const { revision, revisionTags } = input;
        const { namespace } = input.primary;
        const chart = new CurrentRemoteCluster(new App(), name, {
          ...options,
          istio: input.istio,
          primary: input.primary.name,
          istiodAddress,
          ...(namespace === undefined ? {} : { namespace }),
          ...(revision === undefined ? {} : { revision }),
          ...(revisionTags === undefined ? {} : { revisionTags }),
        });
        const [file] = [...meshFiles(outputOf(meshOf(input)), [name])];
        expect(chart.toJson()).toEqual(loadAll(file?.text ?? ''));
        expect(
          chart
            .toJson()
            .map((object) => `---\n${Yaml.stringify(object)}`)
            .join(''),
        ).toBe(file?.text);
      }),
      { numRuns: 8 },
    );
  });
});

import { existsSync } from 'node:fs';
import { documentsOf } from '../../kubernetes/text/documents';
import type { LineName } from '../../mesh/mesh';
import type { LoadedFiles } from '../../mesh/mesh-line';
import { pathInRepository } from '../../mesh/path-in-repository';
import { readPairs } from '../../mesh/primaries';
import { group, nullable, oneOf, optional, record, text, type ValueOf } from '../../mesh/schema/fields';
import { readField } from '../../mesh/schema/read-field';
import { errorAt, excerpt, type Path, type Problem, warningAt } from '../../problem';
import { MULTI_CLUSTER_LABEL, remoteSecretIdentity } from '../../remote-secret/remote-secret';
import { isSealedValue, SCOPE_ANNOTATIONS, type SealingScope } from '../../sealed-secrets/format';
import { someOf } from '../../some-of';
import { manifestFiles } from '../shared-services/manifest-files';
import type { SealedRemoteSecretProps } from './constructs/sealed-remote-secret';
import {
  type MeshWithCredentials,
  PRIMARY_PLACEHOLDER,
  type SealedForPrimary,
  sealedFile,
} from './credentials';

const PLACE: Path = ['credentials', 'sealedSecrets'];

/** Limit of clusters in a warning. */
const NAMED = 10;

/**
 * Reads the files of `istio-remote join --seal`.
 * @param base folder of the mesh file
 */
export function loadSealed<M extends MeshWithCredentials>(mesh: M, base: string): LoadedFiles<M> {
  const entryProblems: Problem[] = [];
  const fileProblems: Problem[] = [];
  const { credentials } = mesh;
  if (credentials?.from !== 'sealed-secrets') return { mesh, entryProblems, fileProblems };
  const missing: string[] = [];
  const sealed = readPairs(mesh).flatMap(({ reader, cluster: { name: cluster } }): SealedForPrimary[] => {
    const primary = reader.name;
    const name = sealedFile(mesh, credentials.folder, { primary, cluster });
    const path = pathInRepository(base, name);
    if (typeof path === 'string' && !existsSync(path)) {
      if (!missing.includes(cluster)) missing.push(cluster);
      return [];
    }
    return manifestFiles(base, name, 'Check the path').flatMap((file) => {
      if ('severity' in file) {
        entryProblems.push({ ...file, path: PLACE });
        return [];
      }
      const wanted = { line: mesh.line, cluster, namespace: mesh.primary.namespace };
      const reading = readSealed(file.text, file.name, wanted);
      fileProblems.push(...reading.problems);
      return reading.sealed === undefined ? [] : [{ primary, secret: reading.sealed }];
    });
  });
  if (missing.length > 0) entryProblems.push(missingWarning(mesh, missing, credentials.folder));
  return { mesh: { ...mesh, credentials: { ...credentials, sealed } }, entryProblems, fileProblems };
}

/** A cluster is rendered before it can join, so its file may be missing at first. */
function missingWarning(
  { listsPrimaries }: MeshWithCredentials,
  clusters: readonly string[],
  folder: string,
): Problem {
  const many = clusters.length > NAMED;
  const [whom, certificate] = listsPrimaries
    ? ['some primary', `'${PRIMARY_PLACEHOLDER}.pem'`]
    : ['the primary', 'CERT'];
  const lacks = listsPrimaries ? 'has not every credential' : 'has no credential';
  return warningAt(
    PLACE,
    `${folder} ${lacks} of ${someOf(clusters, NAMED)}, so ${whom} gets none from here`,
    `Run \`istio-remote join ${many ? '--all' : clusters.join(' ')} --seal ${certificate}\` once the cluster is set up`,
  );
}

/** The cluster and primary that a sealed file must be for. */
interface SealedCluster {
  readonly line: LineName;
  readonly cluster: string;
  /** Namespace of Istio on the primary. */
  readonly namespace: string;
}

/** The sealed credential in a file, or what is wrong with the file. */
type SealedReading =
  | { readonly sealed: SealedRemoteSecretProps; readonly problems: readonly [] }
  | { readonly sealed?: undefined; readonly problems: readonly Problem[] };

/** Reads the SealedSecret of a remote. Only the sealed value cannot be checked. */
function readSealed(text: string, file: string, wanted: SealedCluster): SealedReading {
  const again = `Run \`istio-remote join ${wanted.cluster} --seal CERT\` to write it again`;
  const [document, ...more] = documentsOf(text, file);
  if (document === undefined || more.length > 0) {
    const found = document === undefined ? 'an empty file' : `${more.length + 1} documents`;
    return { problems: [{ ...errorAt([], `expected one SealedSecret, got ${found}`, again), file }] };
  }
  const { source } = document;
  if (source.problems.length > 0) return { problems: source.problems };
  const { value, faults } = readField(sealedSchema, source.value, undefined, excerpt);
  if (faults !== undefined) {
    const ofKind = faults.problems.find(({ path }) => path[0] === 'kind');
    const shown = ofKind === undefined ? faults.problems : [ofKind];
    return { problems: source.locate(shown.map((problem) => ({ ...problem, fix: again }))) };
  }
  const problems = differences(value, wanted).map(([path, expected, got]) =>
    errorAt(path, `expected ${expected}, got ${got}`, again),
  );
  if (problems.length > 0) return { problems: source.locate(problems) };
  const encryptedKubeconfig = value.spec.encryptedData[wanted.cluster] ?? '';
  return { sealed: { ...wanted, encryptedKubeconfig, scope: scopeOf(value) }, problems: [] };
}

type Difference = readonly [path: readonly string[], expected: string, got: string];

/** Finds differences that would make the controller create another Secret than the one that the primary reads. */
function differences({ metadata, spec }: SealedObject, { line, cluster, namespace }: SealedCluster) {
  const { name, annotations } = remoteSecretIdentity(line, cluster);
  const found: Difference[] = [];
  const expect = (path: readonly string[], wanted: string, got: string | null | undefined): void => {
    if (got !== wanted) found.push([path, excerpt(wanted), excerpt(got ?? undefined)]);
  };
  expect(['metadata', 'name'], name, metadata.name);
  expect(['metadata', 'namespace'], namespace, metadata.namespace);
  const { metadata: inner, type } = spec.template;
  const template = ['spec', 'template', 'metadata'];
  expect([...template, 'name'], name, inner.name ?? name);
  expect([...template, 'namespace'], namespace, inner.namespace ?? namespace);
  expect([...template, 'labels', MULTI_CLUSTER_LABEL], 'true', inner.labels?.[MULTI_CLUSTER_LABEL]);
  for (const [key, value] of Object.entries(annotations))
    expect([...template, 'annotations', key], value, inner.annotations?.[key]);
  expect(['spec', 'template', 'type'], 'Opaque', type ?? 'Opaque');
  const keys = Object.keys(spec.encryptedData);
  if (keys.length !== 1 || keys[0] !== cluster)
    found.push([
      ['spec', 'encryptedData'],
      `the key ${cluster} alone`,
      keys.length === 0 ? 'nothing' : keys.slice(0, 5).map(excerpt).join(', '),
    ]);
  return found;
}

/** Returns the scope as the controller reads it: from the object's own annotations, the wider one first. */
function scopeOf({ metadata }: SealedObject): SealingScope {
  const { annotations } = metadata;
  if (annotations?.[SCOPE_ANNOTATIONS['cluster-wide']] === 'true') return 'cluster-wide';
  return annotations?.[SCOPE_ANNOTATIONS['namespace-wide']] === 'true' ? 'namespace-wide' : 'strict';
}

const anyText = text('text', () => true);
const texts = optional(nullable(record(anyText, anyText, 'a map from text to text')));
/** Older kubeseal and kubectl write these for a missing value. */
const nothing = optional(nullable(anyText));

const metadata = { labels: texts, annotations: texts, creationTimestamp: nothing } as const;

const sealedValue = text('a sealed value, in base64 as `kubeseal` writes it', isSealedValue);

/**
 * A SealedSecret with one credential. It allows only these keys, because `spec.template.data` and `spec.data` could
 * contain plain text.
 */
const sealedSchema = group({
  apiVersion: oneOf(['bitnami.com/v1alpha1'], 'bitnami.com/v1alpha1'),
  kind: oneOf(['SealedSecret'], 'a SealedSecret'),
  metadata: group({ name: anyText, namespace: anyText, ...metadata }),
  spec: group({
    encryptedData: record(anyText, sealedValue, 'a map from key to sealed value'),
    template: group({
      metadata: group({ name: nothing, namespace: nothing, ...metadata }),
      type: nothing,
      data: optional(nullable(group({}))),
    }),
  }),
});

/** A SealedSecret as written in its file. */
type SealedObject = ValueOf<typeof sealedSchema>;

import { documentsOf } from '../../kubernetes/text/documents';
import type { LineName } from '../../mesh/mesh';
import { readField } from '../../mesh/schema/read-field';
import { errorAt, type Problem, quoted } from '../../problem';
import { MULTI_CLUSTER_LABEL, remoteSecretIdentity } from '../../remote-secret/remote-secret';
import { SCOPE_ANNOTATIONS, type SealingScope } from '../../sealed-secrets/format';
import type { SealedRemoteSecretProps } from './constructs/sealed-remote-secret';
import { type SealedObject, sealedSchema } from './sealed-schema';

/** Whose credential a file should hold. */
export interface SealedCluster {
  readonly line: LineName;
  readonly cluster: string;
  /** Namespace of Istio on the primary. */
  readonly namespace: string;
}

/** What a file with a sealed credential holds, or what is wrong with it. */
export type SealedReading =
  | { readonly sealed: SealedRemoteSecretProps; readonly problems: readonly [] }
  | { readonly sealed?: undefined; readonly problems: readonly Problem[] };

/** Reads the SealedSecret of a remote. What is sealed nobody here can read, all else has to be right. */
export function readSealed(text: string, file: string, wanted: SealedCluster): SealedReading {
  const again = `Run \`istio-remote join ${wanted.cluster} --seal CERT\` to write it anew`;
  const [document, ...more] = documentsOf(text, file);
  if (document === undefined || more.length > 0) {
    const found = document === undefined ? 'an empty file' : `${more.length + 1} documents`;
    return { problems: [{ ...errorAt([], `expected one SealedSecret, got ${found}`, again), file }] };
  }
  const { source } = document;
  if (source.problems.length > 0) return { problems: source.problems };
  const { value, faults } = readField(sealedSchema, source.value);
  if (faults !== undefined) {
    const ofKind = faults.problems.find(({ path }) => path[0] === 'kind');
    const told = ofKind === undefined ? faults.problems : [ofKind];
    return { problems: source.locate(told.map((problem) => ({ ...problem, fix: again }))) };
  }
  const problems = differences(value, wanted).map(([path, expected, got]) =>
    errorAt(path, `expected ${expected}, got ${got}`, again),
  );
  if (problems.length > 0) return { problems: source.locate(problems) };
  const encryptedKubeconfig = value.spec.encryptedData[wanted.cluster] ?? '';
  return { sealed: { ...wanted, encryptedKubeconfig, scope: scopeOf(value) }, problems: [] };
}

type Difference = readonly [path: readonly string[], expected: string, got: string];

/** Where the object is not the one from which the controller makes the Secret that the primary looks for. */
function differences({ metadata, spec }: SealedObject, { line, cluster, namespace }: SealedCluster) {
  const { name, annotations } = remoteSecretIdentity(line, cluster);
  const found: Difference[] = [];
  const expect = (path: readonly string[], wanted: string, got: string | null | undefined): void => {
    if (got !== wanted) found.push([path, quoted(wanted), quoted(got ?? undefined)]);
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
      keys.length === 0 ? 'nothing' : keys.slice(0, 5).map(quoted).join(', '),
    ]);
  return found;
}

/** As the controller reads it: by the annotations of the object itself, the wider one first. */
function scopeOf({ metadata }: SealedObject): SealingScope {
  const { annotations } = metadata;
  if (annotations?.[SCOPE_ANNOTATIONS['cluster-wide']] === 'true') return 'cluster-wide';
  return annotations?.[SCOPE_ANNOTATIONS['namespace-wide']] === 'true' ? 'namespace-wide' : 'strict';
}

import { errorAt, type Problem } from '../problem';
import { shapeProblems } from './check-shape';
import type { Reference } from './cluster';
import { customResource } from './custom-resource-shapes';
import type { KubernetesShapes } from './kubernetes-shapes';
import {
  identityOf,
  type ManifestDocument,
  type ManifestObject,
  type ManifestProblem,
  problemOf,
  readManifestDocument,
} from './manifest';
import { referencesOf } from './references';
import { namesAreValid } from './rules/names';
import { ruleOf } from './rules/type-rules';

/** The facts of an object that other objects need. */
export interface ReadObject {
  readonly identity: string;
  readonly references: readonly Reference[];
  /** Returns the problem if no object matches a reference. */
  dangling(reference: Reference): ManifestProblem;
  /** Returns the problem if an earlier object has the same identity. */
  repeated(): ManifestProblem;
}

/** A document for any cluster. All positions count from its first line. */
export class ReadDocument {
  readonly objects: readonly ReadObject[];
  readonly problems: readonly ManifestProblem[];
  private readonly document: ManifestDocument;
  private readonly refused = new Map<KubernetesShapes, readonly ManifestProblem[]>();

  constructor(text: string) {
    const document = readManifestDocument(text);
    this.document = document;
    this.objects = document.objects.map((object) => readObject(object, document));
    this.problems = document.problems.map((problem) => ({
      ...document.locate(problem),
      rule: 'schema',
      object: '',
    }));
  }

  /** Returns what a version of Kubernetes would refuse. */
  refusedBy(shapes: KubernetesShapes): readonly ManifestProblem[] {
    const known = this.refused.get(shapes);
    if (known !== undefined) return known;
    const problems = this.document.objects.flatMap((object) =>
      objectProblems(object, shapes).map((problem) => problemOf('schema', object, problem, this.document)),
    );
    this.refused.set(shapes, problems);
    return problems;
  }
}

function readObject(object: ManifestObject, document: ManifestDocument): ReadObject {
  const twice = errorAt(['metadata', 'name'], 'stands twice among the files of this cluster');
  return {
    identity: identityOf(object),
    // Objects of users may refer to objects outside our files.
    references: object.ours ? referencesOf(object) : [],
    dangling: (reference) => problemOf('reference', object, danglingTo(reference), document),
    repeated: () => problemOf('identity', object, twice, document),
  };
}

function danglingTo({ kind, namespace, name, path }: Reference): Problem {
  const target = `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
  const message = `expected the name of an object of this cluster, got that of ${target}, which no file makes`;
  return errorAt(path, message, 'Correct the name, or add the object');
}

function objectProblems(object: ManifestObject, shapes: KubernetesShapes): Problem[] {
  const { apiVersion, kind, value, ours } = object;
  const served = shapes.kind(apiVersion, kind);
  if (served === undefined) {
    const alternatives = shapes.alternatives(apiVersion, kind);
    if (alternatives !== undefined) return [notServed(object, shapes, alternatives)];
  }
  // Our own description of a custom resource has only the fields that we write, not all that users may write.
  const known = served ?? (ours ? customResource(apiVersion, kind, shapes) : undefined);
  return [
    ...namesAreValid(object, known?.namespaced),
    ...(known === undefined
      ? shapeProblems(value.metadata, shapes.metadata, ruleOf, ['metadata'])
      : shapeProblems(value, known.shape, ruleOf)),
  ];
}

function notServed(
  { apiVersion, kind }: ManifestObject,
  { version }: KubernetesShapes,
  alternatives: readonly string[],
): Problem {
  const message =
    alternatives.length === 0
      ? `expected a kind that Kubernetes ${version} serves, got ${kind} of ${apiVersion}`
      : `expected ${alternatives.join(' or ')}, got ${apiVersion}, where Kubernetes ${version} has no ${kind}`;
  return errorAt(['apiVersion'], message, 'Write it for the version that the cluster runs');
}

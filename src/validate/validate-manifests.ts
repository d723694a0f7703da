import { documentPieces } from '../kubernetes/text/documents';
import { identity } from './identity';
import { type ClusterFacts, isKnownAtRunTime } from './known-at-run-time';
import { KubernetesShapes } from './kubernetes-shapes';
import { type ManifestProblem, placedIn } from './manifest-problem';
import { ReadDocument, type ReadObject } from './read-document';

/** Documents to remember: far more than a mesh has distinct ones, far less than would hurt. */
const REMEMBERED_DOCUMENTS = 4096;

/** An object in a file of a cluster. */
interface PlacedObject extends ReadObject {
  readonly file: string;
  /** Lines of the file before its document. */
  readonly down: number;
}

interface Cluster {
  readonly facts: ClusterFacts;
  readonly objects: PlacedObject[];
}

/**
 * Checks the manifests of clusters: every object against what the cluster's Kubernetes takes, and all objects of a
 * cluster against each other. Each distinct document is read once, and checked once for each version of Kubernetes.
 */
export class ManifestValidator {
  private readonly documents = new Map<string, ReadDocument>();
  private readonly clusters = new Map<string, Cluster>();
  private readonly found: ManifestProblem[] = [];

  /** Checks the objects of one file by themselves. @param file as problems name it */
  add(facts: ClusterFacts, file: string, text: string): void {
    const cluster = this.clusters.get(facts.name) ?? { facts, objects: [] };
    this.clusters.set(facts.name, cluster);
    const shapes = KubernetesShapes.of(facts.kubernetes);
    for (const piece of documentPieces([text])) {
      if (piece.number === 0) continue;
      const document = this.document(piece.text);
      const down = piece.line - 1;
      for (const problem of [...document.problems, ...document.refusedBy(shapes)])
        this.found.push(placedIn(problem, file, down));
      for (const object of document.objects) cluster.objects.push({ ...object, file, down });
    }
  }

  /** Checks what the objects of each cluster are to each other. @returns every problem of the files so far */
  finish(): ManifestProblem[] {
    for (const { facts, objects } of this.clusters.values())
      this.found.push(...repeatedObjects(objects), ...danglingReferences(facts, objects));
    this.clusters.clear();
    return this.found.splice(0);
  }

  private document(text: string): ReadDocument {
    const known = this.documents.get(text);
    if (known !== undefined) return known;
    if (this.documents.size >= REMEMBERED_DOCUMENTS) this.documents.clear();
    const document = new ReadDocument(text);
    this.documents.set(text, document);
    return document;
  }
}

function repeatedObjects(objects: readonly PlacedObject[]): ManifestProblem[] {
  const first = new Map<string, PlacedObject>();
  return objects.flatMap((object) => {
    const before = first.get(object.identity);
    if (before === undefined) {
      first.set(object.identity, object);
      return [];
    }
    const { file, position } = placedIn(before.repeated(), before.file, before.down);
    const fix = `Keep one of the two: the other is ${file}:${position?.line ?? 1}`;
    return [placedIn({ ...object.repeated(), fix }, object.file, object.down)];
  });
}

function danglingReferences(facts: ClusterFacts, objects: readonly PlacedObject[]): ManifestProblem[] {
  if (facts.partial === true) return [];
  const made = new Set(objects.map((object) => object.identity));
  const isMade = (each: string): boolean => made.has(each);
  return objects.flatMap(({ file, down, references, dangling }) =>
    references
      .filter((to) => {
        const { group, kind, namespace, name } = to;
        return !isMade(identity(group, kind, namespace, name)) && !isKnownAtRunTime(to, facts, isMade);
      })
      .map((to) => placedIn(dangling(to), file, down)),
  );
}

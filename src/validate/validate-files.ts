import { basename, dirname } from 'node:path';
import { documentPieces } from '../kubernetes/text/documents';
import type { MeshCore } from '../mesh/mesh';
import type { OutputFile } from '../output/folder';
import {
  clusterByFolder,
  existsAtRunTime,
  identity,
  type ValidatedCluster,
  type ValidatedLine,
} from './cluster';
import { KubernetesShapes } from './kubernetes-shapes';
import { type ManifestProblem, placedIn } from './manifest';
import { ReadDocument, type ReadObject } from './read-document';

/**
 * Validates the files of a mesh. The folder of a file determines its cluster.
 * @param shown returns the name of a file in problems
 */
export function validationOf(
  mesh: MeshCore,
  line: ValidatedLine,
  shown = (path: string): string => path,
): Validation {
  const clusterOf = clusterByFolder(mesh, line);
  return new Validation((path) => clusterOf(basename(dirname(path))), shown);
}

/** Validates files of an app without a mesh: each file alone, against one version of Kubernetes. */
export function validationFor(kubernetes: string): Validation {
  const cluster = {
    kubernetes,
    primary: true,
    istioNamespace: 'istio-system',
    primaryServices: [],
    partial: true,
  };
  return new Validation((path) => ({ ...cluster, name: path }));
}

/** Limit of cached documents: far more than a mesh has distinct ones. */
const REMEMBERED_DOCUMENTS = 4096;

/** An object in a file of a cluster. */
interface PlacedObject extends ReadObject {
  readonly file: string;
  /** Lines of the file before its document. */
  readonly down: number;
}

/**
 * Checks the manifests of clusters: every object against the cluster's version of Kubernetes, and all objects of a
 * cluster against each other. Reads each distinct document once, and checks it once for each version of Kubernetes.
 */
export class Validation {
  private readonly documents = new Map<string, ReadDocument>();
  private readonly objects = new Map<string, { cluster: ValidatedCluster; placed: PlacedObject[] }>();
  private readonly found: ManifestProblem[] = [];

  /**
   * @param clusterOf returns the cluster of a path
   * @param shown returns the name of a path in problems
   */
  constructor(
    private readonly clusterOf: (path: string) => ValidatedCluster,
    private readonly shown = (path: string): string => path,
  ) {}

  /** Checks the objects of one file alone. Skips files other than YAML. */
  pass({ path, text }: OutputFile): void {
    if (!/\.ya?ml$/.test(path)) return;
    const file = this.shown(path);
    const cluster = this.clusterOf(path);
    const { placed } = this.objects.get(cluster.name) ?? { placed: [] as PlacedObject[] };
    this.objects.set(cluster.name, { cluster, placed });
    const shapes = KubernetesShapes.of(cluster.kubernetes);
    for (const piece of documentPieces([text])) {
      if (piece.number === 0) continue;
      const document = this.document(piece.text);
      const down = piece.line - 1;
      for (const problem of [...document.problems, ...document.refusedBy(shapes)])
        this.found.push(placedIn(problem, file, down));
      for (const object of document.objects) placed.push({ ...object, file, down });
    }
  }

  /** Checks the objects of each cluster against each other. @returns every problem of the files so far */
  problems(): ManifestProblem[] {
    for (const { cluster, placed } of this.objects.values())
      this.found.push(...repeatedObjects(placed), ...danglingReferences(cluster, placed));
    this.objects.clear();
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

function danglingReferences(cluster: ValidatedCluster, objects: readonly PlacedObject[]): ManifestProblem[] {
  if (cluster.partial === true) return [];
  const made = new Set(objects.map((object) => object.identity));
  const isMade = (each: string): boolean => made.has(each);
  return objects.flatMap(({ file, down, references, dangling }) =>
    references
      .filter((to) => {
        const { group, kind, namespace, name } = to;
        return !isMade(identity(group, kind, namespace, name)) && !existsAtRunTime(to, cluster, isMade);
      })
      .map((to) => placedIn(dangling(to), file, down)),
  );
}

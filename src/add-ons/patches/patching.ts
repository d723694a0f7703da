import { textAt } from '../../kubernetes/fields';
import { located } from '../../mesh/places';
import { pathFits } from '../../output/folder/wildcard';
import type { PatchUse } from '../../page/patch-list';
import { errorAt, type Problem, pathText, problemText } from '../../problem';
import { someOf } from '../../some-of';
import { applyPatch, type Patched, titleOf } from './apply-patch';
import { fieldText } from './changed-fields';
import type { Manifest, PatchObject } from './manifest';
import type { MeshWithPatches, Patch } from './patches';

/** The results of a patch so far. */
interface PatchRecord {
  readonly patch: Patch;
  readonly clusters: Set<string>;
  readonly objects: Set<string>;
  readonly fields: Set<string>;
}

/** Limit of objects of the right kind in a message. */
const MOST_OBJECTS = 5;

/** A problem of an object. */
interface ManifestFault extends Problem {
  /** For example `Deployment istio-system/istio-citadel`. */
  readonly object: string;
}

/** Problems that clusters share, each once. */
class Faults {
  private readonly found = new Map<string, { readonly problem: Problem; readonly clusters: Set<string> }>();

  add(problem: Problem, cluster: string): void {
    const key = problemText(problem);
    const known = this.found.get(key) ?? { problem, clusters: new Set() };
    known.clusters.add(cluster);
    this.found.set(key, known);
  }

  get problems(): Problem[] {
    return [...this.found.values()].map(({ problem, clusters }) => ({
      ...problem,
      merged: { clusters: [...clusters], with: [] },
    }));
  }
}

/** Applies the patches of a mesh to the objects of its clusters, and records the results. */
export class Patching {
  private readonly records: readonly PatchRecord[];
  private readonly ofMesh: readonly PatchRecord[];
  private readonly ofCluster = new Map<string, PatchRecord[]>();
  private readonly faults = new Faults();
  /** Clusters often have the same objects and the same patches, so results are reused. */
  private readonly known = new WeakMap<Manifest, Map<string, Patched>>();
  private readonly keys = new Map<Patch, string>();
  /** Titles of objects with the right kind, for each patch that matched no object. */
  private readonly near = new Map<Patch, Set<string>>();
  /** Patches that changed an object of a cluster. */
  private readonly byObject = new Map<string, Patch[]>();

  constructor(private readonly mesh: MeshWithPatches) {
    const { patches = [] } = mesh;
    this.records = patches.map((patch) => ({
      patch,
      clusters: new Set(),
      objects: new Set(),
      fields: new Set(),
    }));
    this.ofMesh = this.records.filter(({ patch }) => patch.path[0] === 'patches');
    for (const record of this.records.filter(({ patch }) => patch.path[0] !== 'patches')) {
      const [name = ''] = record.patch.target.clusters ?? [];
      this.ofCluster.set(name, [...(this.ofCluster.get(name) ?? []), record]);
    }
    for (const patch of patches) {
      const { path: _, target: __, ...change } = patch;
      this.keys.set(patch, JSON.stringify(change));
    }
  }

  /** Returns the patch function of a cluster. Undefined if the cluster has no patches. */
  of(cluster: string): PatchObject | undefined {
    const records = [
      ...this.ofMesh.filter(({ patch }) => isFor(patch, cluster)),
      ...(this.ofCluster.get(cluster) ?? []),
    ];
    if (records.length === 0) return undefined;
    return (object) => {
      const identity = {
        kind: textAt(object, 'kind') ?? '',
        name: textAt(object, 'metadata', 'name') ?? '',
        namespace: textAt(object, 'metadata', 'namespace'),
      };
      let patched: Manifest | undefined;
      for (const record of records) {
        if (!this.fits(record.patch, identity, object)) continue;
        const result = this.apply(record.patch, patched ?? object, object);
        record.clusters.add(cluster);
        if ('problem' in result) this.faults.add(result.problem, cluster);
        else {
          patched = result.object;
          const title = titleOf(object);
          record.objects.add(title);
          for (const { path } of result.fields) record.fields.add(fieldText(path));
          const key = `${cluster} ${title}`;
          this.byObject.set(key, [...(this.byObject.get(key) ?? []), record.patch]);
        }
      }
      return patched;
    };
  }

  /**
   * Returns the problems of the patches, after all objects are rendered.
   * @param clusters the rendered clusters; empty for all
   */
  problems(clusters: readonly string[]): readonly Problem[] {
    const unused = this.records
      .filter(({ clusters: found, patch }) => found.size === 0 && isWhole(patch, clusters))
      .map(({ patch }) => this.unused(patch));
    return located(this.mesh, [...this.faults.problems, ...unused]);
  }

  /**
   * Returns the problems. A problem of an object that a patch changed gets the patch's place, because without patches
   * every object is valid.
   * @param clusterOf returns the cluster of a problem
   */
  blamed<P extends ManifestFault>(
    problems: readonly P[],
    clusterOf: (problem: P) => string,
  ): (P | Problem)[] {
    const others: P[] = [];
    const found = new Faults();
    for (const problem of problems) {
      const cluster = clusterOf(problem);
      const patch = this.byObject.get(`${cluster} ${problem.object}`)?.at(-1);
      if (patch === undefined) others.push(problem);
      else {
        const { message, fix } = problem;
        const at = pathText(problem.path);
        found.add(errorAt(patch.path, `its result would be refused: ${message} at ${at}`, fix), cluster);
      }
    }
    return [...located(this.mesh, found.problems), ...others];
  }

  /** Returns the results of each patch, in the order of the mesh file. */
  get uses(): PatchUse[] {
    return this.records.map(({ patch, clusters, objects, fields }) => ({
      place: pathText(patch.path),
      forced: patch.force,
      clusters: [...clusters],
      objects: [...objects],
      fields: [...fields],
    }));
  }

  private fits(
    patch: Patch,
    { kind, name, namespace }: { kind: string; name: string; namespace: string | undefined },
    object: Manifest,
  ): boolean {
    const { target } = patch;
    if (!pathFits(target.kind, kind)) return false;
    const isMeant =
      (target.name === undefined || pathFits(target.name, name)) &&
      (target.namespace === undefined || (namespace !== undefined && pathFits(target.namespace, namespace)));
    if (!isMeant) {
      const near = this.near.get(patch) ?? new Set();
      if (near.size <= MOST_OBJECTS) this.near.set(patch, near.add(titleOf(object)));
    }
    return isMeant;
  }

  private apply(patch: Patch, object: Manifest, original: Manifest): Patched {
    const key = this.keys.get(patch) ?? '';
    const ofObject = this.known.get(object) ?? new Map<string, Patched>();
    this.known.set(object, ofObject);
    const known = ofObject.get(key);
    if (known !== undefined) return known;
    const result = applyPatch(patch, object, original);
    // The problem already refers to its patch.
    if ('object' in result) ofObject.set(key, result);
    return result;
  }

  private unused(patch: Patch): Problem {
    const near = [...(this.near.get(patch) ?? [])];
    return errorAt(
      [...patch.path, 'target'],
      'matches no object of its clusters that synth makes from mesh.yaml',
      near.length === 0
        ? 'Correct kind, name, namespace or clusters, or remove the patch. Objects of crds and injectedWorkloads are those of your files: change them there'
        : `Of this kind there ${near.length === 1 ? 'is' : 'are'} ${someOf(near, MOST_OBJECTS)}. Correct the target, or remove the patch`,
    );
  }
}

function isFor({ target: { clusters } }: Patch, cluster: string): boolean {
  return (
    clusters === undefined || clusters.some((pattern) => pattern === cluster || pathFits(pattern, cluster))
  );
}

/** Whether every cluster that a patch may change was rendered. */
function isWhole({ path, target }: Patch, rendered: readonly string[]): boolean {
  if (rendered.length === 0) return true;
  return path[0] !== 'patches' && (target.clusters ?? []).every((name) => rendered.includes(name));
}

import { ARGOCD_FOLDER } from '../add-ons/argocd/argocd';
import { byNameAlone, type ClusterPlace, type PlaceOf } from './cluster-places';
import { compareObjects, type ObjectChange } from './compare-objects';
import { consequencesOf, type FoundConsequence } from './consequences';
import { saysWhoInjects } from './consequences/revisions';
import { commandsForLeftBehind } from './left-behind';
import { ProjectLimits } from './project-limits';
import { documentsIn, readObject } from './review-object';

/** A change of the mesh that is the same in some clusters. */
export interface ReviewSection {
  /** Folders of the output in the order of the mesh, with leaving ones last. */
  readonly clusters: readonly string[];
  /** Whether the clusters are in the mesh before and after the change. */
  readonly membership: 'joins' | 'leaves' | 'stays';
  /** The wave of the clusters. Undefined in a mesh without waves, and for files that all waves share. */
  readonly wave?: string;
  readonly changes: readonly ObjectChange[];
  readonly consequences: readonly FoundConsequence[];
  /** Number of changed documents that are no objects of Kubernetes. */
  readonly unreadable: number;
  /**
   * Shell commands that delete the objects that left the output. Empty if none did, or `istio-remote leave` deletes
   * them.
   */
  readonly commands: readonly string[];
}

/** A changed file without manifests. */
interface OtherFile {
  readonly path: string;
  readonly outcome: 'added' | 'changed' | 'removed';
}

/** All changes of a mesh. */
export interface Review {
  readonly sections: readonly ReviewSection[];
  readonly otherFiles: readonly OtherFile[];
}

/** One file of the output before and after. A missing text is undefined. */
export interface FileDifference {
  readonly path: string;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
}

/** Clusters whose folders change in the same way. */
interface Group {
  readonly folder: Folder;
  readonly clusters: string[];
  /** Their wave. */
  readonly wave: ClusterPlace['wave'];
  /** Namespaces in them that Argo CD may no longer change. */
  readonly lostNamespaces: readonly string[];
}

interface Folder {
  readonly before: string[];
  readonly after: string[];
  /** Unchanged documents that determine which istiod injects, because consequences depend on them. */
  readonly kept: string[];
}

/** Receives the changed files one by one, and keeps only their changed documents. */
export class ReviewBuilder {
  private readonly folders = new Map<string, Folder>();
  private readonly otherFiles: OtherFile[] = [];
  /** Equal documents of many clusters are one text with one number. */
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];
  /** Folders with a file before and after, changed or not. */
  private readonly lasting = new Set<string>();

  /** @param placeOf returns how other tools refer to a cluster @default - by the folder's name */
  constructor(private readonly placeOf: PlaceOf = byNameAlone) {}

  readonly add = ({ path, before, after }: FileDifference): void => {
    const outcome = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    if (!/\.ya?ml$/.test(path) || !path.includes('/')) {
      this.otherFiles.push({ path, outcome });
      return;
    }
    const name = folderOf(path);
    if (outcome === 'changed') this.lasting.add(name);
    const folder = this.folders.get(name) ?? { before: [], after: [], kept: [] };
    this.folders.set(name, folder);
    const [old, wanted] = [before, after].map((text) => (text === undefined ? [] : documentsIn(text)));
    const [known, kept] = [new Set(old), new Set(wanted)];
    for (const text of old ?? []) if (!kept.has(text)) folder.before.push(this.intern(text));
    for (const text of wanted ?? []) {
      if (!known.has(text)) folder.after.push(this.intern(text));
      else if (saysWhoInjects(text)) folder.kept.push(this.intern(text));
    }
  };

  /** @param unchanged paths of the unchanged files */
  finish(unchanged: readonly string[]): Review {
    for (const path of unchanged) this.lasting.add(folderOf(path));
    const limits = this.limits();
    const groups = new Map<string, Group>();
    for (const [name, folder] of this.folders) {
      const { inArgoCd, wave } = this.placeOf(name);
      const lostNamespaces = limits.namespacesLostBy(inArgoCd);
      const key = JSON.stringify([
        this.lasting.has(name),
        wave?.index,
        lostNamespaces,
        ...[folder.before, folder.after, folder.kept].map((texts) =>
          texts.map((text) => this.numbers.get(text)),
        ),
      ]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { folder, clusters: [name], lostNamespaces, wave });
      else group.clusters.push(name);
    }
    const inOrder = [...groups.values()].sort(
      (left, right) => (left.wave?.index ?? -1) - (right.wave?.index ?? -1),
    );
    const sections = inOrder.map((group) => this.section(group, limits));
    return { sections: sections.filter(isSomething), otherFiles: this.otherFiles };
  }

  /** Returns what Argo CD no longer permits, from the changed projects. */
  private limits(): ProjectLimits {
    const { before = [], after = [] } = this.folders.get(ARGOCD_FOLDER) ?? {};
    return new ProjectLimits(before, after);
  }

  private section({ folder, clusters, lostNamespaces, wave }: Group, limits: ProjectLimits): ReviewSection {
    const { before, after, kept } = folder;
    const { changes, unreadable } = compareObjects(before, after);
    const isRemote = changes.some(
      ({ object }) => object.kind === 'ServiceAccount' && READER.test(object.name),
    );
    const lasts = clusters.some((name) => this.lasting.has(name)) || !isRemote;
    const membership = lasts ? 'stays' : after.length > 0 ? 'joins' : 'leaves';
    // A cluster that joins or leaves does not need a sentence for each object.
    const common: Omit<ReviewSection, 'consequences' | 'commands'> = {
      clusters,
      membership,
      changes,
      unreadable,
      ...(wave === undefined ? {} : { wave: wave.name }),
    };
    if (membership !== 'stays') return { ...common, consequences: [], commands: [] };
    const orphans = limits.orphans(changes, lostNamespaces);
    const consequences = consequencesOf(changes, whoInjects(before, after, kept));
    const commands = clusters.flatMap((name) => commandsForLeftBehind(this.placeOf(name).access, changes));
    return { ...common, consequences: [...orphans, ...consequences], commands };
  }

  private intern(text: string): string {
    const number = this.numbers.get(text) ?? this.texts.push(text) - 1;
    this.numbers.set(text, number);
    return this.texts[number] ?? text;
  }
}

/** Returns the unchanged objects, including moved ones, that determine which istiod injects. */
function whoInjects(before: readonly string[], after: readonly string[], kept: readonly string[]) {
  const known = new Set(before);
  const moved = after.filter((text) => known.has(text) && saysWhoInjects(text));
  return [...moved, ...kept].flatMap((text) => readObject(text) ?? []);
}

/** The account that a primary uses to read a remote. Every remote has one; other folders have none. */
const READER = /^istio-(?:multi|reader)/;

function isSomething({ changes, unreadable }: ReviewSection): boolean {
  return changes.length > 0 || unreadable > 0;
}

function folderOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

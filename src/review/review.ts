import { ARGOCD_FOLDER } from '../add-ons/argocd/argocd';
import { byNameAlone, type ClusterPlace, type PlaceOf } from './cluster-places';
import { compareObjects, type ObjectChange } from './compare-objects';
import { consequencesOf, type FoundConsequence } from './consequences';
import { saysWhoInjects } from './consequences/revisions';
import { commandsForLeftBehind } from './left-behind';
import { ProjectLimits } from './project-limits';
import { documentsIn, readObject } from './review-object';

/** What a change of the mesh does to clusters that it does the same to. */
export interface ReviewSection {
  /** Folders of the output, in the order of the mesh; those that leave it last. */
  readonly clusters: readonly string[];
  /** Whether the clusters were part of the mesh before, and are after. */
  readonly membership: 'joins' | 'leaves' | 'stays';
  /** The wave of the clusters; absent in a mesh without waves, and for what is shared by all of them. */
  readonly wave?: string;
  readonly changes: readonly ObjectChange[];
  readonly consequences: readonly FoundConsequence[];
  /** Documents that differ and are no objects of Kubernetes. */
  readonly unreadable: number;
  /** Lines for a shell that delete what leaves the output; empty when nothing does, or `istio-remote leave` deletes it. */
  readonly commands: readonly string[];
}

/** A file that differs and contains no manifests. */
interface OtherFile {
  readonly path: string;
  readonly outcome: 'added' | 'changed' | 'removed';
}

/** Everything that a change of the mesh changes. */
export interface Review {
  readonly sections: readonly ReviewSection[];
  readonly otherFiles: readonly OtherFile[];
}

/** One file of the output as it was and as it will be; the text that is not there is undefined. */
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
  /** Namespaces that Argo CD may no longer touch in them. */
  readonly lostNamespaces: readonly string[];
}

interface Folder {
  readonly before: string[];
  readonly after: string[];
  /** Documents that stay and say who injects where: what a change means depends on them. */
  readonly kept: string[];
}

/** Takes the files that differ one by one, and keeps of them only the documents that do. */
export class ReviewBuilder {
  private readonly folders = new Map<string, Folder>();
  private readonly otherFiles: OtherFile[] = [];
  /** Equal documents of many clusters are one text with one number. */
  private readonly numbers = new Map<string, number>();
  private readonly texts: string[] = [];
  /** Folders that have a file both before and after, whether it differs or not. */
  private readonly lasting = new Set<string>();

  /** @param placeOf how others know the clusters @default - by the names of their folders */
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

  /** @param unchanged paths of the files that do not differ */
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

  /** What Argo CD no longer permits, by the projects that differ. */
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
    // A cluster that joins or leaves needs no sentence for each object.
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

/** Objects that stay, also those that move to another file, and say who injects where. */
function whoInjects(before: readonly string[], after: readonly string[], kept: readonly string[]) {
  const known = new Set(before);
  const moved = after.filter((text) => known.has(text) && saysWhoInjects(text));
  return [...moved, ...kept].flatMap((text) => readObject(text) ?? []);
}

/** Accounts by which a primary reads a remote: every remote has one, no other folder does. */
const READER = /^istio-(?:multi|reader)/;

function isSomething({ changes, unreadable }: ReviewSection): boolean {
  return changes.length > 0 || unreadable > 0;
}

function folderOf(path: string): string {
  return path.slice(0, path.indexOf('/'));
}

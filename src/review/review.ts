import { compareObjects, type ObjectChange } from './compare-objects';
import { consequencesOf, type FoundConsequence } from './consequences';
import { saysWhoInjects } from './consequences/revisions';
import { documentsIn, readObject } from './review-object';

/** What a change of the mesh does to clusters that it does the same to. */
export interface ReviewSection {
  /** Folders of the output, in the order of the mesh; those that leave it last. */
  readonly clusters: readonly string[];
  /** Whether the clusters were part of the mesh before, and are after. */
  readonly membership: 'joins' | 'leaves' | 'stays';
  readonly changes: readonly ObjectChange[];
  readonly consequences: readonly FoundConsequence[];
  /** Documents that differ and are no objects of Kubernetes. */
  readonly unreadable: number;
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
    const groups = new Map<string, { readonly folder: Folder; readonly clusters: string[] }>();
    for (const [name, folder] of this.folders) {
      const key = JSON.stringify([
        this.lasting.has(name),
        ...[folder.before, folder.after, folder.kept].map((texts) =>
          texts.map((text) => this.numbers.get(text)),
        ),
      ]);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { folder, clusters: [name] });
      else group.clusters.push(name);
    }
    const sections = [...groups.values()].map(({ folder, clusters }) => this.section(folder, clusters));
    return { sections: sections.filter(isSomething), otherFiles: this.otherFiles };
  }

  private section({ before, after, kept }: Folder, clusters: readonly string[]): ReviewSection {
    const { changes, unreadable } = compareObjects(before, after);
    const isRemote = changes.some(
      ({ object }) => object.kind === 'ServiceAccount' && READER.test(object.name),
    );
    const lasts = clusters.some((name) => this.lasting.has(name)) || !isRemote;
    const membership = lasts ? 'stays' : after.length > 0 ? 'joins' : 'leaves';
    // A cluster that joins or leaves needs no sentence for each object.
    const consequences =
      membership === 'stays' ? consequencesOf(changes, whoInjects(before, after, kept)) : [];
    return { clusters, membership, changes, consequences, unreadable };
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

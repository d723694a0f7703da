/** What the output folder holds for a cluster. */
export interface ClusterOutput {
  /** File names within the cluster's folder. */
  readonly files: readonly string[];
  /** Images that the files name, sorted. */
  readonly images: readonly string[];
}

/** One file of the output as it was rendered. */
export interface RenderedFile {
  /** `<cluster>/<file>`. */
  readonly path: string;
  /** Images that it names. */
  readonly images: readonly string[];
}

const NOTHING: ClusterOutput = { files: [], images: [] };

/** Notes what is rendered for each cluster. Clusters with equal files share the note: there are many of them. */
export class ClusterOutputs {
  private readonly byFolder = new Map<string, ClusterOutput>();
  private readonly shared = new Map<string, ClusterOutput>();

  add({ path, images }: RenderedFile): void {
    const slash = path.indexOf('/');
    const folder = path.slice(0, slash);
    const known = this.byFolder.get(folder) ?? NOTHING;
    this.byFolder.set(
      folder,
      this.same([...known.files, path.slice(slash + 1)], [...known.images, ...images]),
    );
  }

  of(folder: string): ClusterOutput {
    return this.byFolder.get(folder) ?? NOTHING;
  }

  /** Folders with files, in the order in which they came. */
  folders(): Iterable<string> {
    return this.byFolder.keys();
  }

  private same(files: readonly string[], images: readonly string[]): ClusterOutput {
    const key = `${files.join('\n')}\n\n${images.join('\n')}`;
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const fresh = { files, images: [...new Set(images)].sort() };
    this.shared.set(key, fresh);
    return fresh;
  }
}

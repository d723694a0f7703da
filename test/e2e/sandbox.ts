import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The committed mesh of this repository. */
export const MESH = readFileSync('mesh.yaml', 'utf8');

/** The manifests of {@link MESH} below dist/. */
export const MESH_FILES = [
  'ap-south-1/istio-remote.k8s.yaml',
  'eu-west-1/istio-remote.k8s.yaml',
  'hq/mutual-tls.k8s.yaml',
];

/** All files of {@link MESH} below dist/: its page, and the manifests. */
export const OUTPUT_FILES = ['README.md', ...MESH_FILES];

/** A temporary folder that is deleted at the end of a `using` block. */
export class Sandbox implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'istio-remote-sandbox-'));

  constructor(files: Readonly<Record<string, string>> = { 'mesh.yaml': MESH }) {
    chmodSync(this.folder, 0o755);
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }

  path(path: string): string {
    return join(this.folder, path);
  }

  write(path: string, text: string | Buffer): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  /**
   * Returns the paths of all files in a folder, including hidden ones, sorted. Empty if the folder does not exist.
   */
  files(below: string): string[] {
    const folder = this.path(below);
    if (statSync(folder, { throwIfNoEntry: false }) === undefined) return [];
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  }

  /** Returns text and modification time of all files in a folder. */
  state(below: string): Record<string, string> {
    return Object.fromEntries(
      this.files(below).map((path) => {
        const file = join(below, path);
        return [path, `${statSync(this.path(file)).mtimeMs} ${this.read(file)}`];
      }),
    );
  }

  /** Returns the text of all files in a folder. */
  texts(below: string): Record<string, string> {
    return Object.fromEntries(this.files(below).map((path) => [path, this.read(join(below, path))]));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A mesh of many remote clusters that differ only in their names. */
export function meshOf(remotes: number, pilot = '10.16.0.11'): string {
  const names = Array.from(
    { length: remotes },
    (_, index) => `  - name: r${index}\n    pilotService: true\n`,
  );
  return `istio: 1.0.9\nprimary:\n  name: hq\n  addresses: { pilot: ${pilot} }\nremotes:\n${names.join('')}`;
}

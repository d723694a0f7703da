import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { OutputFile } from '../../../src/output/folder';

const made: string[] = [];

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new temporary folder, removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'output-'));
  made.push(folder);
  return folder;
}

/** The tool's mark in these tests. */
export const isOwn = (_path: string, text: string): boolean => text.startsWith('own');

/** Output files from a plain object: path to text. */
export function outputFiles(texts: Readonly<Record<string, string>>): OutputFile[] {
  return Object.entries(texts).map(([path, text]) => ({ path, text }));
}

/** Writes a file, and creates the folders above it. */
export function put(folder: string, path: string, text: string): string {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

/** Returns everything in the folder: files with their text, folders as `null`, links as their kind. */
export function contents(folder: string, prefix = ''): Record<string, string | null> {
  const found: Record<string, string | null> = {};
  if (!existsSync(folder)) return found;
  for (const name of readdirSync(folder).sort()) {
    const file = join(folder, name);
    const path = prefix + name;
    const stat = lstatSync(file);
    if (stat.isDirectory()) {
      const inside = contents(file, `${path}/`);
      Object.assign(found, Object.keys(inside).length === 0 ? { [path]: null } : inside);
    } else {
      found[path] = stat.isFile() ? readFileSync(file, 'utf8') : '(special)';
    }
  }
  return found;
}

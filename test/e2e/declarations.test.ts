import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesReached, writeDeclarations } from '../../build/declarations.mjs';

/** Returns lines that declare a class, an interface or a property of one of them without a comment before them. */
function unexplained(declarations: string): string[] {
  const lines = declarations.split('\n');
  let isShape = false;
  return lines.filter((line, index) => {
    if (line.startsWith('export ')) isShape = /^export (?:declare (?:abstract )?class|interface) /.test(line);
    const isDeclared = line.startsWith('export ') || /^ {4}(?:readonly|get) /.test(line);
    return isShape && isDeclared && lines[index - 1]?.endsWith('*/') !== true;
  });
}

describe('the declarations of the package', () => {
  let folder: string;
  let reached: string[];

  beforeAll(() => {
    // Below the repository, so that the compiler finds its packages.
    mkdirSync('node_modules/.cache', { recursive: true });
    folder = realpathSync(mkdtempSync('node_modules/.cache/declarations-'));
    reached = writeDeclarations(folder);
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('lead to cdk8s and constructs, and to nothing else', () => {
    const ours = [folder, resolve('node_modules/cdk8s'), resolve('node_modules/constructs')];
    expect(reached.filter((file) => !ours.some((one) => file.startsWith(`${one}/`)))).toEqual([]);
    for (const one of ours) expect(reached.some((file) => file.startsWith(`${one}/`))).toBe(true);
  });

  it('are all reached from the index', () => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.filter((file) => !reached.includes(file))).toEqual([]);
  });

  it('explain every construct, its options and its properties', () => {
    const bare = reached
      .filter((file) => file.startsWith(`${folder}/src/`))
      .map((file) => ({ file: file.slice(folder.length), text: readFileSync(file, 'utf8') }))
      .filter(({ text }) => /^export declare (?:abstract )?class \w+ extends \w+/m.test(text))
      .flatMap(({ file, text }) => unexplained(text).map((line) => `${file}: ${line}`));
    expect(bare).toEqual([]);
  });

  it.each([
    ['an import', "import { z } from 'zod/mini';\nexport declare const a: typeof z;\n", /zod/],
    ['a type of an import', "export declare const a: import('yaml').Document;\n", /yaml/],
    ['a reference', '/// <reference types="node" />\nexport declare const a: 1;\n', /@types\/node/],
  ])('would be seen to lead further by %s', (_, text, where) => {
    const file = join(folder, 'src/more.d.ts');
    writeFileSync(file, text);
    let files: string[];
    try {
      files = filesReached(file);
    } catch (error) {
      files = [String(error)];
    }
    expect(files.some((file) => where.test(file))).toBe(true);
  });

  it('would be seen to use what only Node has', () => {
    const file = join(folder, 'src/more.d.ts');
    writeFileSync(file, 'export declare const a: Buffer;\n');
    expect(() => filesReached(file)).toThrow(/does not compile:\n.*Buffer/);
  });
});

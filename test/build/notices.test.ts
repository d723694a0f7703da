import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bundled, contentsOf } from '../../build/bundle.mjs';
import { ALLOWED_LICENCES, notices } from '../../build/notices.mjs';
import { TEMPLATE_ENGINE } from '../../build/template-engine.mjs';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'notices-test-'));
  write('package.json', JSON.stringify({ name: 'ours', version: '1.0.0' }));
  write('LICENSE', 'Apache License, Version 2.0');
});
afterEach(() => rmSync(root, { recursive: true }));

function write(name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

interface Package {
  readonly at?: string;
  readonly name?: string;
  readonly version?: string;
  readonly license?: unknown;
  readonly author?: unknown;
  /** By file name. */
  readonly files?: Readonly<Record<string, string>>;
}

function install({ files = { LICENSE: 'Copyright (c) 2020 Somebody\n' }, ...rest }: Package): void {
  const { at, ...manifest } = { name: 'left', version: '1.2.3', license: 'MIT', ...rest };
  const folder = at ?? `node_modules/${manifest.name}`;
  write(`${folder}/package.json`, JSON.stringify(manifest));
  write(
    `${folder}/index.js`,
    `export const ${manifest.name.replace(/\W/g, '')} = () => console.log('${manifest.version}');`,
  );
  for (const [name, text] of Object.entries(files)) write(`${folder}/${name}`, text);
}

/** Returns the build's output if its bundles have these sources. */
async function noticesOf(...sources: string[]): Promise<string> {
  const chunks = [];
  for (const [index, source] of sources.entries()) {
    write(`entry-${index}.js`, source);
    chunks.push(...(await bundled({ [index]: join(root, `entry-${index}.js`) }, join(root, 'lib'))));
  }
  return notices(contentsOf({ lib: chunks }, root), root);
}

const USE_LEFT = "import { left } from 'left'; left();";

describe('THIRD-PARTY-NOTICES', () => {
  it('has name, version, licence, author and licence text of a bundled package', async () => {
    install({ author: 'Some Body <some@body.org> (https://body.org)' });
    const text = await noticesOf(USE_LEFT);
    expect(text).toContain('\nleft 1.2.3 (MIT)\n');
    expect(text).toContain(
      '\nleft 1.2.3 (MIT), by Some Body\nhttps://www.npmjs.com/package/left/v/1.2.3\n\nCopyright (c) 2020 Somebody\n',
    );
  });

  it('has the packages of every bundle', async () => {
    install({ name: 'left' });
    install({ name: '@some/right', author: { name: 'Right & Co' } });
    const text = await noticesOf(USE_LEFT, "import { someright } from '@some/right'; someright();");
    expect(text).toContain('left 1.2.3 (MIT)\n');
    expect(text).toContain('@some/right 1.2.3 (MIT), by Right & Co\n');
  });

  it('has both versions of a package that is in it twice', async () => {
    install({ name: 'inner' });
    install({ at: 'node_modules/left/node_modules/inner', name: 'inner', version: '2.0.0' });
    install({ name: 'left' });
    write('node_modules/left/index.js', "import { inner } from 'inner'; export const left = () => inner();");
    const text = await noticesOf(`import { inner } from 'inner'; inner(); ${USE_LEFT}`);
    expect(text).toContain('inner 1.2.3 (MIT)\ninner 2.0.0 (MIT)\n');
  });

  it('counts a folder with a nameless package.json to the package around it', async () => {
    install({ name: 'left' });
    write('node_modules/left/esm/package.json', '{ "type": "module" }');
    write('node_modules/left/esm/index.js', 'export const left = () => console.log(1);');
    expect(await noticesOf("import { left } from './node_modules/left/esm/index.js'; left();")).toContain(
      'left 1.2.3 (MIT)\n',
    );
  });

  it('has a package outside node_modules, as npm link puts it', async () => {
    install({ at: 'elsewhere/left' });
    expect(await noticesOf("import { left } from './elsewhere/left/index.js'; left();")).toContain(
      'left 1.2.3 (MIT)\n',
    );
  });

  it('has the bundler where it adds functions of its own', async () => {
    install({ name: 'rolldown' });
    install({ name: 'left' });
    expect(await noticesOf(USE_LEFT)).not.toContain('rolldown');
    write('node_modules/left/index.js', "exports.left = () => console.log('left');");
    expect(await noticesOf(USE_LEFT)).toContain('rolldown 1.2.3 (MIT)\n');
  });

  it('lacks a package without a byte in any bundle, and our own files', async () => {
    install({ name: 'left' });
    write('src/own.js', "import { left } from 'left'; export const own = 1;");
    const text = await noticesOf("import { own } from './src/own.js'; console.log(own);");
    expect(text).not.toContain('left');
    expect(text).not.toContain('ours');
  });

  it('has every file about licence and copyright, and a text once for all packages that share it', async () => {
    const files = {
      'LICENCE-MIT.txt': 'The licence\r\n',
      'CopyrightNotice.txt': 'The copyright',
      NOTICE: 'The notice',
    };
    install({ name: 'left', files });
    install({ name: 'right', files });
    const text = await noticesOf(USE_LEFT, "import { right } from 'right'; right();");
    expect(text).toContain('\nThe copyright\n\nThe licence\n\nThe notice\n');
    expect(text.split('The licence')).toHaveLength(2);
  });

  it('takes no code for a licence', async () => {
    install({ files: { 'license.js': 'export {}', 'licenses.json': '{}' } });
    await expect(noticesOf(USE_LEFT)).rejects.toThrow('left 1.2.3: has no licence file');
  });

  it('is the same for the same bundles in another order', async () => {
    install({ name: 'left' });
    install({ name: 'right' });
    const right = "import { right } from 'right'; right();";
    expect(await noticesOf(USE_LEFT, right)).toBe(await noticesOf(right, USE_LEFT));
  });

  it.each([
    'GPL-3.0-only',
    'AGPL-3.0-or-later',
    'UNLICENSED',
    'SEE LICENSE IN LICENSE',
    undefined,
    { type: 'MIT' },
  ])('refuses a bundled package with the licence %j', async (license) => {
    install({ license });
    await expect(noticesOf(USE_LEFT)).rejects.toThrow(/left 1\.2\.3: expected one of the licences .*MIT/);
  });

  it('reports every fault at once', async () => {
    install({ name: 'left', license: 'GPL-3.0-only' });
    install({ name: 'right', files: {} });
    const both = noticesOf(`${USE_LEFT} import { right } from 'right'; right();`);
    await expect(both).rejects.toThrow(/left 1\.2\.3: [^\n]*\nright 1\.2\.3: has no licence file/);
  });

  it('allows no licence that asks for the source of what is combined with it', () => {
    expect(ALLOWED_LICENCES.filter((name) => /GPL|MPL|EPL|CDDL|SSPL|CC-BY/.test(name))).toEqual([]);
  });

  it('has Go, whose library and glue the template engine contains', async () => {
    const text = await noticesOf('console.log(1);');
    const [, version] = /^go (.*)$/m.exec(readFileSync(join(TEMPLATE_ENGINE, 'go.mod'), 'utf8')) ?? [];
    expect(text).toContain(`Go (runtime, standard library, wasm_exec.js) ${version} (BSD-3-Clause)`);
    expect(text).toContain('Copyright 2009 The Go Authors.');
    expect(text).toContain('patent license');
  });

  it('refuses Go modules whose licences it does not know', () => {
    const engine = join(root, 'engine');
    cpSync(TEMPLATE_ENGINE, engine, { recursive: true });
    writeFileSync(join(engine, 'go.mod'), 'module x\n\ngo 1.26.8\n\nrequire example.com/y v1.0.0\n');
    expect(() => notices({}, root, engine)).toThrow('go.mod: requires modules');
  });

  it('has Kubernetes where a bundle contains what it accepts', async () => {
    write('imports/kubernetes.json', '{ "first": 9, "last": 36, "kinds": {} }');
    expect(await noticesOf("import table from './imports/kubernetes.json'; console.log(table);")).toContain(
      'Kubernetes OpenAPI documents 1.9 to 1.36 (Apache-2.0), by The Kubernetes Authors\n',
    );
    expect(await noticesOf('console.log(1);')).not.toContain('Kubernetes');
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ALLOWED_LICENCES } from '../../build/notices.mjs';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

describe('THIRD-PARTY-NOTICES of the package', () => {
  let text: string;
  /** The modules with code in each file in lib/. */
  let contents: Readonly<Record<string, object>>;
  /** Folders of the packages with code in any bundle. */
  let bundled: readonly string[];

  beforeAll(() => {
    const copy = inject('copy');
    text = readFileSync(join(copy, 'THIRD-PARTY-NOTICES'), 'utf8');
    contents = JSON.parse(readFileSync(join(copy, 'lib/contents.json'), 'utf8'));
    const modules = Object.values(contents).flatMap((each) => Object.keys(each));
    const folders = modules.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
    bundled = [...new Set(folders)].map((folder) => resolve(copy, folder));
  });

  const manifestOf = (folder: string): Manifest =>
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

  it('knows every bundle in lib/', () => {
    const bundles = readdirSync(join(inject('copy'), 'lib'), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.[cm]?js$/.test(name) && !name.includes('template-engine/'))
      .map((name) => `lib/${name}`);
    expect(Object.keys(contents).sort()).toEqual(bundles.sort());
  });

  it('lists every bundled package, with an allowed licence', () => {
    const packages = bundled.map(manifestOf);
    expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['cdk8s', 'js-yaml', 'yargs']));
    for (const { name, version, license } of packages) {
      expect(text).toContain(`\n${name} ${version} (${license})\n`);
      expect(ALLOWED_LICENCES).toContain(license);
    }
  });

  it('has the copyright lines of every bundled package', () => {
    for (const folder of bundled) {
      for (const name of readdirSync(folder).filter((each) =>
        /^(?:licen[cs]e|notice)(?:\.md|\.txt)?$/i.test(each),
      )) {
        const lines = readFileSync(join(folder, name), 'utf8').split('\n');
        for (const line of lines.filter((each) => /^\s*copyright .*\d{4}/i.test(each)))
          expect(text, folder).toContain(line.trimEnd());
      }
    }
  });

  it('is committed as a build makes it', () => {
    expect(readFileSync('THIRD-PARTY-NOTICES', 'utf8')).toBe(text);
  });
});

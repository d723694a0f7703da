import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { ALLOWED_LICENCES } from '../../build/notices.mjs';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

/** Names of the packages that the sources import at run time. */
function imported(): string[] {
  const sources = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.ts'),
  );
  const names = sources.flatMap((file) => {
    const text = readFileSync(join('src', file), 'utf8');
    return [
      ...text.matchAll(/^(?:import|export) (?!type )[^;]*? from '((?:@[\w.-]+\/)?\w[\w.-]*)(?=[/'])/gm),
      ...text.matchAll(/\bimport\('((?:@[\w.-]+\/)?\w[\w.-]*)(?=[/'])/g),
    ].map(([, name = '']) => name);
  });
  return [...new Set(names)];
}

describe('THIRD-PARTY-NOTICES of the package', () => {
  let text: string;
  beforeAll(() => {
    text = readFileSync(join(inject('copy'), 'THIRD-PARTY-NOTICES'), 'utf8');
  });

  it('lists every package that the sources import, with an allowed licence', () => {
    const names = imported();
    expect(names).toEqual(expect.arrayContaining(['cdk8s', 'yaml', 'yargs', 'zod']));
    for (const name of names) {
      const { version, license }: Manifest = JSON.parse(
        readFileSync(`node_modules/${name}/package.json`, 'utf8'),
      );
      expect(text).toContain(`\n${name} ${version} (${license})\n`);
      expect(ALLOWED_LICENCES).toContain(license);
    }
  });

  it('is committed as a build makes it', () => {
    expect(readFileSync('THIRD-PARTY-NOTICES', 'utf8')).toBe(text);
  });
});

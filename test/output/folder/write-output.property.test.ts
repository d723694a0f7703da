import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareOutput, writeOutput } from '../../../src/output/folder';
import { codePoint } from '../../code-point';
import { contents, isOwn, outputFiles, put, temporaryFolder } from './output-sandbox';

const name = fc.constantFrom('a', 'b', 'c');
const path = fc.oneof(
  fc.tuple(name, name).map(([folder, file]) => `${folder}/${file}.yaml`),
  name.map((file) => `${file}.yaml`),
);
const fileSet = fc.dictionary(
  path,
  fc.string({ unit: codePoint }).map((text) => `own ${text}`),
);
const foreignPath = fc.constantFrom('notes.txt', 'a/notes.txt', 'd/notes.txt', 'b/deep/own.yaml');
const foreignSet = fc.dictionary(
  foreignPath,
  fc.string({ unit: 'grapheme' }).map((text) => `foreign ${text}`),
);

it('leaves exactly the last set of files and those of others, whatever came before', () => {
  const parent = temporaryFolder();
  fc.assert(
    fc.property(fc.array(fileSet, { minLength: 1, maxLength: 5 }), foreignSet, (sets, foreign) => {
      const outdir = join(parent, 'dist');
      rmSync(outdir, { recursive: true, force: true });
      for (const [at, text] of Object.entries(foreign)) put(outdir, at, text);
      let previous: Record<string, string> = {};
      for (const set of sets) {
        const files = outputFiles(set);
        const foretold = compareOutput(files, { outdir, isOwn });
        const report = writeOutput(files, { outdir, isOwn });
        expect(report).toEqual(foretold);
        expect(contents(outdir)).toEqual({ ...foreign, ...set });
        const both = Object.keys(set).filter((at) => at in previous);
        expect(report.unchanged).toEqual(both.filter((at) => previous[at] === set[at]));
        expect(report.changed).toEqual(both.filter((at) => previous[at] !== set[at]));
        expect(report.removed).toEqual(
          Object.keys(previous)
            .filter((at) => !(at in set))
            .sort(),
        );
        previous = set;
      }
    }),
    { numRuns: 10 },
  );
});

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compareOutput, type OutputDifference, writeOutput } from '../../../src/output/folder';
import { contents, isOwn, outputFiles, put, temporaryFolder } from './output-sandbox';

it('gives the texts before and after of each difference and changes nothing', () => {
  const outdir = temporaryFolder();
  writeOutput(outputFiles({ 'a/x.yaml': 'own a', 'b/x.yaml': 'own b', 'c/x.yaml': 'own c' }), {
    outdir,
    isOwn,
  });
  put(outdir, 'c/notes.txt', 'by hand');
  put(outdir, 'd/.istio-remote-99999-0.partial', 'half');
  const before = contents(outdir);

  const differences: OutputDifference[] = [];
  const report = compareOutput(
    outputFiles({ 'a/x.yaml': 'own a', 'b/x.yaml': 'own B', 'e/x.yaml': 'own e' }),
    {
      outdir,
      isOwn,
      onDifference: (difference) => differences.push(difference),
    },
  );

  expect(report).toEqual({
    added: ['e/x.yaml'],
    changed: ['b/x.yaml'],
    unchanged: ['a/x.yaml'],
    removed: ['c/x.yaml'],
  });
  expect(differences).toEqual([
    { kind: 'changed', path: 'b/x.yaml', before: 'own b', after: 'own B' },
    { kind: 'added', path: 'e/x.yaml', after: 'own e' },
    { kind: 'removed', path: 'c/x.yaml', before: 'own c' },
  ]);
  expect(contents(outdir)).toEqual(before);
});

it('takes a folder that is not there for an empty one and does not make it', () => {
  const parent = temporaryFolder();
  const report = compareOutput(outputFiles({ 'a/x.yaml': 'own' }), { outdir: join(parent, 'dist'), isOwn });
  expect(report.added).toEqual(['a/x.yaml']);
  expect(contents(parent)).toEqual({});
});

it('shows a file of others in the place of an output file as a change', () => {
  const outdir = temporaryFolder();
  put(outdir, 'a/x.yaml', 'by hand');
  expect(compareOutput(outputFiles({ 'a/x.yaml': 'own' }), { outdir, isOwn }).changed).toEqual(['a/x.yaml']);
});

it('says nothing of what is kept', () => {
  const outdir = temporaryFolder();
  put(outdir, 'a/x.yaml', 'own old');
  const report = compareOutput(outputFiles({ 'b/x.yaml': 'own' }), { outdir, isOwn, keep: () => true });
  expect(report).toEqual({ added: [], changed: [], unchanged: [], removed: [] });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareOutput, OutputError, writeOutput } from '../../../src/output/folder';
import { contents, isOwn, outputFiles, put, temporaryFolder } from './output-sandbox';

describe('a path', () => {
  it.each([
    { path: '/etc/passwd', fault: 'must not be absolute' },
    { path: '../x.yaml', fault: 'must not contain ".."' },
    { path: 'a/../x.yaml', fault: 'at most two parts' },
    { path: 'a/..', fault: 'must not contain ".."' },
    { path: './x.yaml', fault: 'must not contain "."' },
    { path: 'a\\x.yaml', fault: 'backslash' },
    { path: 'a//x.yaml', fault: 'at most two parts' },
    { path: 'a/', fault: 'empty part' },
    { path: '', fault: 'empty part' },
    { path: 'a/x\0.yaml', fault: 'NUL' },
    { path: 'a/b/x.yaml', fault: 'at most two parts' },
    { path: '.istio-remote.lock', fault: 'needs for itself' },
    { path: 'a/.istio-remote-1-2.partial', fault: 'needs for itself' },
  ])('is refused when it is $path', ({ path, fault }) => {
    const parent = temporaryFolder();
    const outdir = join(parent, 'dist');
    const files = outputFiles({ 'good/x.yaml': 'own', [path]: 'own' });
    expect(() => writeOutput(files, { outdir, isOwn })).toThrow(OutputError);
    expect(() => writeOutput(files, { outdir, isOwn })).toThrow(fault);
    expect(() => compareOutput(files, { outdir, isOwn })).toThrow(fault);
    expect(contents(parent)).toEqual({});
  });

  it.each([
    { name: 'comes twice', paths: ['a/x.yaml', 'a/x.yaml'], fault: 'two output files' },
    { name: 'is a file and then a folder', paths: ['a', 'a/x.yaml'], fault: 'both a file and a folder' },
    { name: 'is a folder and then a file', paths: ['a/x.yaml', 'a'], fault: 'both a file and a folder' },
  ])('is refused when it $name', ({ paths, fault }) => {
    const outdir = temporaryFolder();
    const files = paths.map((path) => ({ path, text: 'own' }));
    expect(() => writeOutput(files, { outdir, isOwn })).toThrow(fault);
    expect(contents(outdir)).toEqual({});
  });

  it('may hold letters of any script', () => {
    const outdir = temporaryFolder();
    writeOutput(outputFiles({ 'Zürich 1/ü.yaml': 'own' }), { outdir, isOwn });
    expect(contents(outdir)).toEqual({ 'Zürich 1/ü.yaml': 'own' });
  });

  it.each([
    { name: 'a file', path: `a/${'x'.repeat(300)}` },
    { name: 'a file, counted in bytes', path: `a/${'é'.repeat(130)}` },
    { name: 'a folder', path: `${'x'.repeat(300)}/x.yaml` },
  ])('is refused before anything changes when the name of $name is too long', ({ path }) => {
    const outdir = temporaryFolder();
    const files = outputFiles({ 'b/x.yaml': 'own', [path]: 'own' });
    expect(() => writeOutput(files, { outdir, isOwn })).toThrow(
      /the name is too long for this file system. Use/,
    );
    expect(contents(outdir)).toEqual({});
  });
});

describe('a symbolic link', () => {
  it.each([
    { name: 'as a cluster folder leading elsewhere', link: 'a', target: 'ELSEWHERE', says: 'outside' },
    { name: 'as a cluster folder leading inside', link: 'a', target: 'other', says: 'inside' },
    {
      name: 'as a file leading elsewhere',
      link: 'other/x.yaml',
      target: 'ELSEWHERE/x.yaml',
      says: 'outside',
    },
    { name: 'as a file leading inside', link: 'other/x.yaml', target: 'mine.yaml', says: 'inside' },
    {
      name: 'as a file leading nowhere',
      link: 'other/x.yaml',
      target: 'nowhere',
      says: 'which does not exist',
    },
    {
      name: 'as a cluster folder leading nowhere',
      link: 'a',
      target: 'nowhere',
      says: 'which does not exist',
    },
    {
      name: 'as a file leading to itself',
      link: 'other/x.yaml',
      target: 'x.yaml',
      says: 'which does not exist',
    },
  ])('is refused $name', ({ link, target, says }) => {
    const outdir = temporaryFolder();
    const elsewhere = temporaryFolder();
    put(elsewhere, 'x.yaml', 'own, elsewhere');
    put(outdir, 'other/mine.yaml', 'own');
    symlinkSync(target.replace('ELSEWHERE', elsewhere), join(outdir, link));
    const before = contents(outdir);
    const files = outputFiles({ 'new/x.yaml': 'own', [link === 'a' ? 'a/x.yaml' : link]: 'own, elsewhere' });
    for (const go of [writeOutput, compareOutput]) {
      expect(() => go(files, { outdir, isOwn })).toThrow(
        /a symbolic link to .*Remove the link and run again/,
      );
      expect(() => go(files, { outdir, isOwn })).toThrow(says);
    }
    expect(contents(outdir)).toEqual(before);
    expect(contents(elsewhere)).toEqual({ 'x.yaml': 'own, elsewhere' });
  });

  it('as the output folder is refused when it leads nowhere', () => {
    const parent = temporaryFolder();
    symlinkSync('nowhere', join(parent, 'dist'));
    const go = () => writeOutput([], { outdir: join(parent, 'dist'), isOwn });
    expect(go).toThrow(OutputError);
    expect(go).toThrow(
      /dist is a link to nowhere, which does not exist. Make that folder, or remove the link/,
    );
    expect(contents(parent)).toEqual({ dist: '(special)' });
  });
});

describe('an obstacle', () => {
  it('is refused when a folder has the place of a file', () => {
    const outdir = temporaryFolder();
    mkdirSync(join(outdir, 'a/x.yaml'), { recursive: true });
    const go = () => writeOutput(outputFiles({ 'a/x.yaml': 'own' }), { outdir, isOwn });
    expect(go).toThrow(/a\/x\.yaml: a folder is where an output file belongs. Move/);
  });

  it('is refused when a file has the place of a cluster folder', () => {
    const outdir = temporaryFolder();
    put(outdir, 'a', 'own');
    const go = () => writeOutput(outputFiles({ 'a/x.yaml': 'own' }), { outdir, isOwn });
    expect(go).toThrow(/a: a file is where the folder of a cluster belongs. Move/);
  });

  it('is refused when a pipe has the place of a file', () => {
    const outdir = temporaryFolder();
    execFileSync('mkfifo', [join(outdir, 'x.yaml')]);
    const go = () => writeOutput(outputFiles({ 'x.yaml': 'own' }), { outdir, isOwn });
    expect(go).toThrow(/neither a file nor a folder/);
  });

  it('is refused when a file has the place of the output folder', () => {
    const outdir = put(temporaryFolder(), 'dist', 'by hand');
    const go = () => writeOutput(outputFiles({ 'x.yaml': 'own' }), { outdir, isOwn });
    expect(go).toThrow(OutputError);
    expect(go).toThrow(/dist: .* run again/);
  });
});

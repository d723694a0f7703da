import { linkSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OutputError, type OutputFile, type WriteOptions, writeOutput } from '../../../src/output/folder';
import { contents, isOwn, outputFiles, put, temporaryFolder } from './output-sandbox';

function write(outdir: string, texts: Record<string, string>, options: Partial<WriteOptions> = {}) {
  return writeOutput(outputFiles(texts), { outdir, isOwn, ...options });
}

describe('writeOutput', () => {
  it('makes the folder and everything above it', () => {
    const outdir = join(temporaryFolder(), 'a/b/dist');
    const report = write(outdir, { 'eu/x.yaml': 'own 1', 'top.yaml': 'own 2' });
    expect(report).toEqual({ added: ['eu/x.yaml', 'top.yaml'], changed: [], unchanged: [], removed: [] });
    expect(contents(outdir)).toEqual({ 'eu/x.yaml': 'own 1', 'top.yaml': 'own 2' });
  });

  it('reports and makes only the differences', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own a', 'b/x.yaml': 'own b', 'c/x.yaml': 'own c' });
    const report = write(outdir, { 'd/x.yaml': 'own d', 'a/x.yaml': 'own a', 'b/x.yaml': 'own B' });
    expect(report).toEqual({
      added: ['d/x.yaml'],
      changed: ['b/x.yaml'],
      unchanged: ['a/x.yaml'],
      removed: ['c/x.yaml'],
    });
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own a', 'b/x.yaml': 'own B', 'd/x.yaml': 'own d' });
  });

  it('does not touch an unchanged file', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own a' });
    const file = join(outdir, 'a/x.yaml');
    utimesSync(file, 1000, 1000);
    const before = statSync(file);
    write(outdir, { 'a/x.yaml': 'own a' });
    expect(statSync(file).mtimeMs).toBe(before.mtimeMs);
    expect(statSync(file).ino).toBe(before.ino);
  });

  it.each([
    { name: 'one byte longer', before: 'own é\n\n' },
    { name: 'one byte shorter', before: 'own é' },
    { name: 'empty', before: '' },
    { name: 'of another letter', before: 'own è\n' },
  ])('replaces a file that is $name', ({ before }) => {
    const outdir = temporaryFolder();
    put(outdir, 'a/x.yaml', before);
    expect(write(outdir, { 'a/x.yaml': 'own é\n' }).changed).toEqual(['a/x.yaml']);
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own é\n' });
  });

  it('does not take invalid UTF-8 for the character that stands for it', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own \ufffd' });
    expect(write(outdir, { 'a/x.yaml': 'own \ufffd' }).unchanged).toEqual(['a/x.yaml']);
    expect(readFileSync(join(outdir, 'a/x.yaml'))).toEqual(Buffer.from('own \ufffd'));
  });

  it('replaces a file by a new one, so that a hard link elsewhere keeps its text', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own old' });
    const elsewhere = join(temporaryFolder(), 'copy');
    linkSync(join(outdir, 'a/x.yaml'), elsewhere);
    write(outdir, { 'a/x.yaml': 'own new' });
    expect(readFileSync(elsewhere, 'utf8')).toBe('own old');
  });

  it('makes files of mode 0644 less the umask', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own' });
    expect(statSync(join(outdir, 'a/x.yaml')).mode & 0o777).toBe(0o644 & ~process.umask());
  });

  it('removes folders that it made empty, and no others', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own', 'b/x.yaml': 'own' });
    put(outdir, 'b/README.md', 'by hand');
    put(outdir, 'c/d/deep.yaml', 'own, but deeper than this tool writes');
    write(outdir, {});
    expect(contents(outdir)).toEqual({
      'b/README.md': 'by hand',
      'c/d/deep.yaml': 'own, but deeper than this tool writes',
    });
  });

  it('leaves files of others alone at any place, links and folders included', () => {
    const outdir = temporaryFolder();
    const elsewhere = temporaryFolder();
    put(elsewhere, 'x.yaml', 'own, elsewhere');
    put(outdir, 'notes.txt', 'by hand');
    put(outdir, 'a/kustomization.yaml', 'by hand');
    symlinkSync(elsewhere, join(outdir, 'linked'));
    symlinkSync(join(elsewhere, 'x.yaml'), join(outdir, 'linked.yaml'));
    expect(write(outdir, { 'a/x.yaml': 'own' }).removed).toEqual([]);
    expect(readdirSync(outdir)).toEqual(['a', 'linked', 'linked.yaml', 'notes.txt']);
    expect(contents(elsewhere)).toEqual({ 'x.yaml': 'own, elsewhere' });
  });

  it('replaces whatever stands at a wanted path, be it mangled or edited by hand', () => {
    const outdir = temporaryFolder();
    put(outdir, 'b/x.yaml', 'by hand');
    expect(write(outdir, { 'a/x.yaml': 'own', 'b/x.yaml': 'own' }).changed).toEqual(['b/x.yaml']);
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own', 'b/x.yaml': 'own' });
  });

  it('neither writes nor removes what is kept', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own old', 'b/x.yaml': 'own old', 'c/x.yaml': 'own old' });
    const keep = (path: string) => !path.startsWith('a/');
    const report = write(outdir, { 'a/x.yaml': 'own new', 'b/x.yaml': 'own new' }, { keep });
    expect(report).toEqual({ added: [], changed: ['a/x.yaml'], unchanged: [], removed: [] });
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own new', 'b/x.yaml': 'own old', 'c/x.yaml': 'own old' });
  });

  it('changes nothing when the files fail halfway', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own old', 'z/x.yaml': 'own old' });
    function* failing(): Generator<OutputFile> {
      yield { path: 'a/x.yaml', text: 'own new' };
      yield { path: 'new/x.yaml', text: 'own new' };
      throw new RangeError('cluster 3 is invalid');
    }
    expect(() => writeOutput(failing(), { outdir, isOwn })).toThrow(new RangeError('cluster 3 is invalid'));
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own old', 'z/x.yaml': 'own old' });
  });

  it('removes the folders it made when the files fail', () => {
    const parent = temporaryFolder();
    function* failing(): Generator<OutputFile> {
      yield { path: 'a/x.yaml', text: 'own' };
      throw new Error('invalid');
    }
    expect(() => writeOutput(failing(), { outdir: join(parent, 'b/dist'), isOwn })).toThrow('invalid');
    expect(contents(parent)).toEqual({});
  });

  it('takes one file at a time', () => {
    const outdir = temporaryFolder();
    const seen: number[] = [];
    function* lazily(): Generator<OutputFile> {
      for (let i = 0; i < 3; i += 1) {
        yield { path: `c${i}/x.yaml`, text: `own ${i}` };
        seen.push(readdirSync(outdir).filter((name) => name.startsWith('c')).length);
      }
    }
    writeOutput(lazily(), { outdir, isOwn });
    expect(seen).toEqual([1, 2, 3]);
  });

  it('keeps the old texts in place until the last file has come', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own old' });
    let during = '';
    function* watching(): Generator<OutputFile> {
      yield { path: 'a/x.yaml', text: 'own new' };
      during = readFileSync(join(outdir, 'a/x.yaml'), 'utf8');
    }
    writeOutput(watching(), { outdir, isOwn });
    expect(during).toBe('own old');
  });

  it('stops before the commit when its lock was replaced, and leaves the new lock', () => {
    const outdir = temporaryFolder();
    write(outdir, { 'a/x.yaml': 'own old' });
    function* emptying(): Generator<OutputFile> {
      yield { path: 'a/x.yaml', text: 'own new' };
      put(outdir, '.istio-remote.lock', 'another run');
    }
    expect(() => writeOutput(emptying(), { outdir, isOwn })).toThrow(/the lock of this run was removed/);
    expect(readFileSync(join(outdir, 'a/x.yaml'), 'utf8')).toBe('own old');
    expect(readFileSync(join(outdir, '.istio-remote.lock'), 'utf8')).toBe('another run');
  });

  it('sweeps what dead runs left behind', () => {
    const outdir = temporaryFolder();
    put(outdir, '.istio-remote-99999-0.partial', 'half');
    put(outdir, 'gone/.istio-remote-99999-1.partial', 'half');
    put(outdir, 'a/.istio-remote-99999-2.partial', 'half');
    put(outdir, '.istio-remote.lock.99999-1-1-abc', 'claim');
    write(outdir, { 'a/x.yaml': 'own' });
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own' });
  });

  it('writes through an output folder that is itself a link', () => {
    const parent = temporaryFolder();
    put(parent, 'real/keep.txt', 'by hand');
    symlinkSync('real', join(parent, 'dist'));
    write(join(parent, 'dist'), { 'a/x.yaml': 'own' });
    expect(lstatSync(join(parent, 'dist')).isSymbolicLink()).toBe(true);
    expect(contents(join(parent, 'real'))).toEqual({ 'keep.txt': 'by hand', 'a/x.yaml': 'own' });
  });
});

describe('OutputError', () => {
  it('is an Error with its own name', () => {
    const error = new OutputError('where: what. Do this.');
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('OutputError: where: what. Do this.');
  });

  it('does not let the name of a file forge a line', () => {
    expect(new OutputError('a\nb\u001b[31m: wrong').message).toBe('a?b?[31m: wrong');
  });
});

import { chmodSync, existsSync, mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeFolder } from '../src/files';
import { Sandbox } from './e2e/sandbox';

describe('making a folder', () => {
  it('makes those above it too, with its permissions, and gives the topmost', () => {
    using sandbox = new Sandbox({});
    expect(makeFolder(sandbox.path('a/b/c'), 0o700)).toBe(sandbox.path('a'));
    for (const path of ['a', 'a/b', 'a/b/c']) expect(statSync(sandbox.path(path)).mode & 0o777).toBe(0o700);
    expect(makeFolder(sandbox.path('a/b/d'))).toBe(sandbox.path('a/b/d'));
  });

  it('leaves a folder or a link to one as it is', () => {
    using sandbox = new Sandbox({});
    mkdirSync(sandbox.path('a'));
    chmodSync(sandbox.path('a'), 0o711);
    symlinkSync('a', sandbox.path('link'));
    for (const path of ['a', 'link']) expect(makeFolder(sandbox.path(path), 0o700)).toBeUndefined();
    expect(statSync(sandbox.path('a')).mode & 0o777).toBe(0o711);
  });

  it.each([
    ['/proc/x', 'ENOENT'],
    ['/proc/x/y', 'ENOENT'],
    ['/dev/null', 'EEXIST'],
    ['/dev/null/x/y', 'ENOTDIR'],
    ['file/x', 'ENOTDIR'],
    ['gone', 'ENOENT'],
    ['gone/x', 'ENOENT'],
    [`new/folder/${'x'.repeat(300)}`, 'ENAMETOOLONG'],
    ['x\0', 'ERR_INVALID_ARG_VALUE'],
  ])('fails and leaves nothing behind: %j', (path, code) => {
    using sandbox = new Sandbox({});
    writeFileSync(sandbox.path('file'), '');
    symlinkSync('nowhere', sandbox.path('gone'));
    const folder = path.startsWith('/') ? path : sandbox.path(path);
    expect(() => makeFolder(folder)).toThrow(expect.objectContaining({ code }));
    expect(existsSync(sandbox.path('new'))).toBe(false);
  });
});

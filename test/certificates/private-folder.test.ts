import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { putFolder, recoverFolders } from '../../src/certificates/private-folder';
import { recover } from '../../src/certificates/root';
import { CertificateFolder, refusal } from './certificate-folder';

const FILES = { 'a.pem': 'new a', 'b.pem': 'new b' };

/** A folder, as its file names and texts. */
function texts(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );
}

function put(folder: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

describe('a folder that is written all at once', () => {
  it('contains exactly the new files, and leaves nothing beside it', () => {
    using certificates = new CertificateFolder();
    const folder = certificates.path('eu');
    put(folder, { 'a.pem': 'old a', 'c.pem': 'old c' });
    putFolder(folder, FILES);
    expect(texts(folder)).toEqual(FILES);
    expect(readdirSync(certificates.dir)).toEqual(['eu']);
  });

  it.each([
    ['before the first rename', { eu: 'old', '.eu.0123456789ab.partial': 'new' }, 'old'],
    ['between the renames', { '.eu.old': 'old', '.eu.0123456789ab.partial': 'new' }, 'old'],
    ['after the second rename', { eu: 'new', '.eu.old': 'old' }, 'new'],
  ])('is whole again after a run that was killed %s', (_, folders, expected) => {
    using certificates = new CertificateFolder();
    for (const [name, text] of Object.entries(folders)) put(certificates.path(name), { 'a.pem': text });
    recoverFolders(certificates.dir);
    expect(readdirSync(certificates.dir)).toEqual(['eu']);
    expect(texts(certificates.path('eu'))).toEqual({ 'a.pem': expected });
  });

  it.each([
    ['before the old root stepped back', { root: 'old', 'next-root': 'new' }, { root: 'old' }],
    [
      'before the new root took its place',
      { 'previous-root': 'old', 'next-root': 'new' },
      { root: 'new', 'previous-root': 'old' },
    ],
  ])('lets a rotation be whole again that was killed %s', (_, folders, expected) => {
    using certificates = new CertificateFolder();
    for (const [name, text] of Object.entries(folders))
      put(certificates.path(name), { 'root-cert.pem': text });
    recover(certificates.dir);
    const found = readdirSync(certificates.dir).map((name) => [
      name,
      texts(certificates.path(name))['root-cert.pem'],
    ]);
    expect(Object.fromEntries(found)).toEqual(expected);
  });

  it('stays as it was when it cannot be written', async () => {
    using certificates = new CertificateFolder();
    writeFileSync(certificates.dir, 'a file');
    expect(await refusal(() => putFolder(certificates.path('eu'), FILES))).toBe(
      `${certificates.path('eu')}: cannot be written (EEXIST). Check the path and its permissions`,
    );
  });
});

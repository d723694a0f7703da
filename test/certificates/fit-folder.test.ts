import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeFitFolder } from '../../src/certificates/fit-folder';
import { CertificateFolder, refusal } from './certificate-folder';

function git(folder: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync('git', ['-C', folder, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

const make = (certificates: CertificateFolder, dir = certificates.dir): void =>
  makeFitFolder({ dir, outdir: certificates.outdir });

describe('a folder for keys', () => {
  it('is created for its owner only, with the folders above it', () => {
    using certificates = new CertificateFolder();
    make(certificates, join(certificates.dir, 'deeper'));
    for (const folder of [certificates.dir, join(certificates.dir, 'deeper')])
      expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it.each([['dist'], ['dist/certs'], ['dist/../dist/hq/certs'], ['link/certs']])(
    'is not %s, in the output folder',
    async (path) => {
      using certificates = new CertificateFolder();
      mkdirSync(certificates.outdir);
      symlinkSync('dist', join(certificates.folder, 'link'));
      const dir = `${certificates.folder}/${path}`;
      expect(await refusal(() => make(certificates, dir))).toBe(
        `${dir}: is in the output folder, which is committed, and would contain keys. Name a folder elsewhere with --dir`,
      );
      expect(existsSync(join(certificates.outdir, 'certs'))).toBe(false);
    },
  );

  it('is not in the output folder either when that is not there yet', async () => {
    using certificates = new CertificateFolder();
    expect(await refusal(() => make(certificates, join(certificates.outdir, 'certs')))).toContain(
      'in the output folder',
    );
    make(certificates, `${certificates.outdir}-certs`);
  });

  it('is not one that Git would commit', async () => {
    using certificates = new CertificateFolder();
    git(certificates.folder, 'init', '-q');
    expect(await refusal(() => make(certificates))).toBe(
      `${certificates.dir}: is in the Git work tree ${certificates.folder}, which does not ignore it, and keys must never be committed. Add the line /certs/ to ${certificates.folder}/.gitignore, or name a folder outside with --dir`,
    );
    expect(existsSync(certificates.dir)).toBe(false);
    appendFileSync(join(certificates.folder, '.gitignore'), '/certs/\n');
    make(certificates);
  });

  it('is not one with files that Git tracks, ignored or not', async () => {
    using certificates = new CertificateFolder();
    make(certificates);
    writeFileSync(join(certificates.dir, 'root-key.pem'), 'key');
    git(certificates.folder, 'init', '-q');
    git(certificates.folder, 'add', 'certs');
    writeFileSync(join(certificates.folder, '.gitignore'), '/certs/\n');
    expect(await refusal(() => make(certificates))).toBe(
      `${certificates.dir}: Git tracks files in it, and keys must never be committed. Take them out with \`git rm -r --cached ${certificates.dir}\`, or name a folder outside with --dir`,
    );
  });

  it('is not in a broken repository that Git says nothing about', async () => {
    using certificates = new CertificateFolder();
    mkdirSync(join(certificates.folder, '.git'));
    expect(await refusal(() => make(certificates))).toMatch(
      /and git does not say whether it ignores it \(fatal: .+\)/,
    );
  });

  it('is asked about in its own repository, also inside a hook of another', async () => {
    using certificates = new CertificateFolder();
    using other = new CertificateFolder();
    for (const { folder } of [certificates, other]) git(folder, 'init', '-q');
    writeFileSync(join(other.folder, '.gitignore'), '*\n');
    process.env.GIT_DIR = join(other.folder, '.git');
    try {
      expect(await refusal(() => make(certificates))).toContain('does not ignore it');
    } finally {
      delete process.env.GIT_DIR;
    }
  });

  it('is not a file or a folder that others can write to', async () => {
    using certificates = new CertificateFolder();
    mkdirSync(certificates.dir);
    chmodSync(certificates.dir, 0o775);
    expect(await refusal(() => make(certificates))).toBe(
      `${certificates.dir}: others may write into it (mode 0775), so they could put their own keys there. Run \`chmod 700 ${certificates.dir}\``,
    );
    expect(await refusal(() => make(certificates, certificates.config))).toBe(
      `${certificates.config}: expected a folder, got a file. Name another with --dir`,
    );
  });
});

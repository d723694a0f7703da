import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CertificateFolder, refusal } from './certificate-folder';
import { signLeaf, verifies } from './openssl';

const CLUSTERS = ['hq', 'eu', 'ap'];

/** A folder during a rotation, with `hq` already under the new root. */
async function underWay() {
  const certificates = await CertificateFolder.issued();
  const oldRoot = certificates.read('root', 'root-cert.pem');
  await certificates.rotate();
  return { certificates, oldRoot, newRoot: certificates.read('root', 'root-cert.pem') };
}

const bundle = (certificates: CertificateFolder, cluster: string): string =>
  certificates.read('clusters', cluster, 'root-cert.pem');

describe('cacerts rotate', () => {
  it('lets every cluster trust both roots, and changes nothing else', async () => {
    using certificates = await CertificateFolder.issued();
    const before = CLUSTERS.map((name) =>
      ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem'].map((file) =>
        certificates.read('clusters', name, file),
      ),
    );
    const oldRoot = certificates.read('root', 'root-cert.pem');
    const { outcome, clusters } = await certificates.rotate();
    expect(outcome).toBe('started');
    expect(clusters).toEqual(CLUSTERS.map((cluster) => ({ cluster, moved: false, changed: true })));
    const newRoot = certificates.read('root', 'root-cert.pem');
    for (const name of CLUSTERS) expect(bundle(certificates, name)).toBe(oldRoot + newRoot);
    expect(
      CLUSTERS.map((name) =>
        ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem'].map((file) =>
          certificates.read('clusters', name, file),
        ),
      ),
    ).toEqual(before);
    expect(certificates.problems()).toEqual([]);
  });

  it('lets workloads under the old and the new root trust each other while clusters move', async () => {
    const { certificates, oldRoot, newRoot } = await underWay();
    using _ = certificates;
    await certificates.issue({ clusters: ['eu'], replace: true });
    const leaves = {
      eu: signLeaf(certificates.folder, certificates.cluster('eu'), 'eu'),
      ap: signLeaf(certificates.folder, certificates.cluster('ap'), 'ap'),
    };
    for (const [home, leaf] of Object.entries(leaves))
      for (const other of CLUSTERS) {
        const way = certificates.cluster(home, 'cert-chain.pem');
        expect(verifies(leaf, certificates.cluster(other, 'root-cert.pem'), way), `${home} in ${other}`).toBe(
          'OK',
        );
      }
    // They really have different roots.
    writeFileSync(`${certificates.folder}/old.pem`, oldRoot);
    writeFileSync(`${certificates.folder}/new.pem`, newRoot);
    const under = (root: string, home: 'eu' | 'ap'): string =>
      verifies(
        leaves[home],
        `${certificates.folder}/${root}.pem`,
        certificates.cluster(home, 'cert-chain.pem'),
      );
    expect([under('new', 'eu'), under('old', 'ap')]).toEqual(['OK', 'OK']);
    expect([under('old', 'eu'), under('new', 'ap')]).not.toContain('OK');
    expect(certificates.verify()).toMatchObject({ problems: [], behind: ['hq', 'ap'] });
  });

  it('changes the bytes of the bundle when a cluster moves, so that Citadel 1.0 renews its workloads', async () => {
    const { certificates, oldRoot, newRoot } = await underWay();
    using _ = certificates;
    await certificates.issue({ clusters: ['eu'], replace: true });
    expect(bundle(certificates, 'eu')).toBe(newRoot + oldRoot);
  });

  it('continues the rotation, and makes no third root', async () => {
    const { certificates, newRoot } = await underWay();
    using _ = certificates;
    const files = certificates.files();
    expect(await certificates.rotate()).toMatchObject({
      outcome: 'continued',
      clusters: CLUSTERS.map((cluster) => ({ cluster, moved: false, changed: false })),
    });
    expect(certificates.read('root', 'root-cert.pem')).toBe(newRoot);
    expect(certificates.files()).toEqual(files);
  });

  it('completes what a killed run left half done', async () => {
    const { certificates, oldRoot, newRoot } = await underWay();
    using _ = certificates;
    writeFileSync(certificates.cluster('ap', 'root-cert.pem'), oldRoot);
    const { clusters } = await certificates.rotate();
    expect(clusters.filter(({ changed }) => changed).map(({ cluster }) => cluster)).toEqual(['ap']);
    expect(bundle(certificates, 'ap')).toBe(oldRoot + newRoot);
  });

  it('drops the old root, with its key, once no cluster signs under it', async () => {
    const { certificates, newRoot } = await underWay();
    using _ = certificates;
    await certificates.issue({ clusters: ['eu', 'hq'], replace: true });
    expect(await refusal(() => certificates.rotate({ finish: true }))).toMatch(
      /: ap still sign under the old root, and would lose the trust of the others\. Run `istio-remote cacerts issue --all --replace`, and apply that everywhere first$/,
    );
    expect(certificates.files()).toContain('previous-root/root-key.pem');
    await certificates.issue({ clusters: ['ap'], replace: true });
    expect((await certificates.rotate({ finish: true })).outcome).toBe('finished');
    for (const name of CLUSTERS) expect(bundle(certificates, name)).toBe(newRoot);
    expect(certificates.files().filter((file) => file.includes('previous'))).toEqual([]);
    expect(certificates.verify()).toMatchObject({ problems: [], behind: undefined });
    expect(await refusal(() => certificates.rotate({ finish: true }))).toMatch(
      /no clusters are moving to a new root/,
    );
  });

  it('keeps the Secrets up to date', async () => {
    using certificates = await CertificateFolder.issued();
    await certificates.issue({ clusters: ['eu'], secret: true });
    await certificates.rotate();
    const { data } = parse(certificates.read('clusters', 'eu', 'cacerts.secret.yaml'));
    expect(Buffer.from(data['root-cert.pem'], 'base64').toString()).toBe(bundle(certificates, 'eu'));
  });

  it('refuses to start again in the meantime', async () => {
    const { certificates } = await underWay();
    using _ = certificates;
    expect(await refusal(() => certificates.init({ replace: true }))).toMatch(
      /clusters are moving from one root to another\. End that with `istio-remote cacerts rotate --finish` first$/,
    );
  });

  it('does not drop a root that somebody added by hand', async () => {
    using certificates = await CertificateFolder.issued();
    using others = new CertificateFolder();
    await others.init();
    const file = certificates.cluster('eu', 'root-cert.pem');
    writeFileSync(file, readFileSync(file, 'utf8') + others.read('root', 'root-cert.pem'));
    expect(await refusal(() => certificates.rotate())).toMatch(
      /eu\/root-cert\.pem: trusts a root that is not in .*, and would lose it\./,
    );
    expect(certificates.files().filter((name) => name.includes('previous'))).toEqual([]);
  });

  it('leaves clusters alone that have left the mesh', async () => {
    const { certificates, oldRoot, newRoot } = await underWay();
    using _ = certificates;
    writeFileSync(
      certificates.config,
      readFileSync(certificates.config, 'utf8').replace(/.*name: ap.*\n/, ''),
    );
    await certificates.issue({ replace: true });
    await certificates.rotate({ finish: true });
    expect(bundle(certificates, 'eu')).toBe(newRoot);
    expect(bundle(certificates, 'ap')).toBe(oldRoot + newRoot);
  });
});

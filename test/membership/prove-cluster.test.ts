import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { join } from '../../src/membership/join';
import { kubeconfig } from '../../src/membership/kubeconfig';
import { leave } from '../../src/membership/leave';
import { status } from '../kubernetes/api/fake-api';
import { type FakeApiServer, lostFrom, namespace } from '../kubernetes/api/fake-api-server';
import { ALLOW, FakeMesh, failure, MESH } from '../kubernetes/api/fake-mesh';
import { openNow } from '../open-now';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await FakeMesh.start();
});
afterEach(() => mesh[Symbol.asyncDispose]());

const OTHER = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

const uidOf = (server: FakeApiServer): string => server.find('Namespace', 'kube-system')?.metadata.uid ?? '';

/** A mesh.yaml with these uids. */
function writeUids(primary: string | undefined, remote: string | undefined): void {
  const line = (uid: string | undefined, indent: string) =>
    uid === undefined ? '' : `${indent}uid: ${uid}\n`;
  mesh.write(
    'mesh.yaml',
    MESH.replace('  name: hq\n', `  name: hq\n${line(primary, '  ')}`).replace(
      '  - name: eu-west-1\n',
      `  - name: eu-west-1\n${line(remote, '    ')}`,
    ),
  );
}

async function joinOnce(record = false) {
  const { connection, outdir } = mesh;
  const remotes = ['eu-west-1'];
  const result = await join(openNow(mesh.config), { remotes, connection, outdir, allow: ALLOW, record });
  return { ...result, joined: result.clusters[0] };
}

async function leaveOnce() {
  const warnings: string[] = [];
  const result = await leave(openNow(mesh.config), {
    remote: 'eu-west-1',
    connection: mesh.connection,
    confirm: async () => true,
    onWarning: (warning) => warnings.push(warning),
  });
  return { ...result, warnings };
}

const writesOf = (server: FakeApiServer) => server.asked.filter(({ method }) => method !== 'GET');

describe('a primary that several remotes join', () => {
  async function joinBoth() {
    mesh.write('mesh.yaml', `${MESH}  - { name: asia, context: eu-west-1 }\n`);
    const { connection, outdir } = mesh;
    const options = { remotes: [], connection, outdir, allow: ALLOW };
    return (await join(openNow(mesh.config), options)).clusters.map(({ outcome }) => outcome);
  }
  const timesAsked = () => mesh.primary.asked.filter(({ path }) => path === '/version').length;

  it('proves what it is once', async () => {
    expect(await joinBoth()).toEqual(['created', 'created']);
    expect(timesAsked()).toBe(1);
  });

  it('is asked again after a failure', async () => {
    mesh.primary.fault = ({ path }) =>
      path === '/version' && timesAsked() === 1 ? status(403, 'Forbidden') : undefined;
    expect(await joinBoth()).toEqual(['failed', 'created']);
    expect(timesAsked()).toBe(2);
  });
});

describe('a server that answers 404 with a Status to everything', () => {
  it.each(['primary', 'remote'] as const)('keeps join from writing when it is the %s', async (side) => {
    mesh[side].fault = () => status(404, 'NotFound');
    expect((await joinOnce()).joined?.error).toContain('get /version');
    expect([...writesOf(mesh.primary), ...writesOf(mesh.remote)]).toEqual([]);
  });

  it('keeps leave from deleting anything when it is the primary', async () => {
    await joinOnce();
    const before = mesh.remote.titles();
    mesh.primary.fault = () => status(404, 'NotFound');
    expect(await failure(leaveOnce)).toContain('hq');
    expect(mesh.remote.titles()).toEqual(before);
    expect(mesh.joined()).toBeDefined();
  });

  it('is not mistaken for an empty remote', async () => {
    await joinOnce();
    mesh.remote.fault = () => status(404, 'NotFound');
    expect(await failure(leaveOnce)).toContain('eu-west-1');
    expect(mesh.joined()).toBeUndefined();
  });

  it('is not mistaken for a cluster if only its /version is right', async () => {
    await joinOnce();
    const before = mesh.remote.titles();
    mesh.primary.fault = ({ path }) => (path === '/version' ? undefined : status(404, 'NotFound'));
    expect(await failure(leaveOnce)).toContain('it has no namespace kube-system');
    expect(mesh.remote.titles()).toEqual(before);
  });
});

describe('the uid in mesh.yaml', () => {
  it('lets join, leave and kubeconfig go on in silence when both clusters have it', async () => {
    writeUids(uidOf(mesh.primary), uidOf(mesh.remote));
    expect(await joinOnce()).toMatchObject({ joined: { outcome: 'created' }, warnings: [] });
    const { connection, outdir } = mesh;
    const options = { remote: 'eu-west-1', output: '-', connection, outdir, allow: ALLOW };
    await kubeconfig(openNow(mesh.config), options);
    expect(await leaveOnce()).toMatchObject({ outcome: 'left', warnings: [] });
  });

  it.each(['primary', 'remote'])('stops join, leave and kubeconfig at another %s', async (side) => {
    await joinOnce();
    const before = [mesh.primary.titles(), mesh.remote.titles()];
    const [primary, remote] = [uidOf(mesh.primary), uidOf(mesh.remote)];
    writeUids(side === 'primary' ? OTHER : primary, side === 'remote' ? OTHER : remote);
    const message = `expected "${OTHER}"`;
    expect((await joinOnce()).joined?.error).toContain(message);
    expect(await failure(leaveOnce)).toContain(message);
    expect([mesh.primary.titles(), mesh.remote.titles()]).toEqual(before);
    const { connection, outdir } = mesh;
    const options = { remote: 'eu-west-1', output: '-', connection, outdir, allow: ALLOW };
    if (side === 'remote')
      expect(await failure(() => kubeconfig(openNow(mesh.config), options))).toContain(message);
  });

  it('is asked for with a warning where it is absent', async () => {
    const missing = expect.stringContaining('has no uid of hq, eu-west-1');
    expect((await joinOnce()).warnings).toEqual([missing]);
    expect((await leaveOnce()).warnings).toEqual([missing]);
  });

  it('is not compared, with a warning, where the user may not read kube-system', async () => {
    writeUids(OTHER, OTHER);
    for (const side of [mesh.primary, mesh.remote])
      side.fault = ({ path }) =>
        path.endsWith('/namespaces/kube-system') ? status(403, 'Forbidden') : undefined;
    const hidden = expect.stringContaining('may not read the namespace kube-system');
    expect(await joinOnce()).toMatchObject({ joined: { outcome: 'created' }, warnings: [hidden, hidden] });
    expect(await leaveOnce()).toMatchObject({ outcome: 'left', warnings: [hidden, hidden] });
  });

  it('is compared before a connection that breaks can hide it', async () => {
    writeUids(OTHER, uidOf(mesh.remote));
    mesh.primary.fault = lostFrom(2, 'cut before');
    expect((await joinOnce()).joined?.error).toContain(`expected "${OTHER}"`);
  });
});

describe('join --record', () => {
  it('writes the uids behind the names, and nothing else', async () => {
    expect(await joinOnce(true)).toMatchObject({ recorded: ['hq', 'eu-west-1'], warnings: [] });
    const text = mesh.read('mesh.yaml');
    expect(text).toContain(`  name: hq\n  uid: ${uidOf(mesh.primary)}\n`);
    expect(text).toContain(`  - name: eu-west-1\n    uid: ${uidOf(mesh.remote)}\n`);
    expect(text.replace(/^ *uid: .*\n/gm, '')).toBe(MESH);
    expect(await joinOnce(true)).toMatchObject({ recorded: [], warnings: [] });
    expect(mesh.read('mesh.yaml')).toBe(text);
  });

  it('keeps comments and flow maps', async () => {
    const text = MESH.replace('  name: hq', '  name: hq # ours').replace(
      /remotes:[\s\S]*/,
      'remotes:\n  - { name: asia }\n  - { name: "eu-west-1", pilotService: true } # old\n',
    );
    mesh.write('mesh.yaml', text);
    expect(await joinOnce(true)).toMatchObject({ recorded: ['hq', 'eu-west-1'] });
    expect(mesh.read('mesh.yaml')).toContain(`  name: hq # ours\n  uid: ${uidOf(mesh.primary)}\n`);
    expect(mesh.read('mesh.yaml')).toContain(
      `  - { name: "eu-west-1", uid: "${uidOf(mesh.remote)}", pilotService: true } # old\n`,
    );
  });

  it('records nothing of a cluster that fails, nor of one whose uid is hidden', async () => {
    mesh.primary.fault = ({ path }) =>
      path.endsWith('/namespaces/kube-system') ? status(403, 'Forbidden') : undefined;
    expect((await joinOnce(true)).recorded).toEqual(['eu-west-1']);
    mesh.write('mesh.yaml', MESH);
    mesh.remote.fault = () => status(403, 'Forbidden');
    expect((await joinOnce(true)).recorded).toEqual([]);
    expect(mesh.read('mesh.yaml')).toBe(MESH);
  });

  it('writes no uid that is none, whatever a server says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), async (uid) => {
        mesh.remote.put({ ...namespace('kube-system'), metadata: { name: 'kube-system', uid } });
        expect(await failure(() => joinOnce(true))).toContain('no uid of Kubernetes');
        expect(mesh.read('mesh.yaml')).toBe(MESH);
      }),
      { numRuns: 5 },
    );
  });
});

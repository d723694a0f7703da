import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type ClusterSource,
  type ConnectionOptions,
  clusterOpener,
  openCluster,
} from '../../../src/kubernetes/api/open-cluster';
import { ADMIN_TOKEN } from './fake-api-server';
import { failure, kubeconfigOf } from './fake-mesh';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'istio-remote-open-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(name: string, servers: Record<string, string>, current?: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ ...JSON.parse(kubeconfigOf(servers)), 'current-context': current }));
  return path;
}

function open(source: Partial<ClusterSource> = {}, options: Partial<ConnectionOptions> = {}) {
  const config = join(folder, 'mesh.yaml');
  return openCluster({ name: 'eu', ...source }, { config, env: { HOME: folder }, ...options });
}

describe('a kubeconfig', () => {
  it('comes from --kubeconfig, mesh.yaml, KUBECONFIG and ~/.kube/config, in this order', () => {
    const flag = write('flag', { eu: 'https://flag' });
    write('mesh', { eu: 'https://mesh' });
    const env = { HOME: folder, KUBECONFIG: write('env', { eu: 'https://env' }) };
    write('.kube/config', { eu: 'https://home' });
    expect(open({ kubeconfig: 'mesh' }, { kubeconfig: flag, env }).server).toBe('https://flag');
    expect(open({ kubeconfig: 'mesh' }, { env }).server).toBe('https://mesh');
    expect(open({ kubeconfig: '~/mesh' }, { env }).server).toBe('https://mesh');
    expect(open({}, { env }).server).toBe('https://env');
    expect(open().server).toBe('https://home');
  });

  it('is laid together from the files in KUBECONFIG: the first of a name counts, missing files do not', () => {
    const files = [
      join(folder, 'missing'),
      write('one', { eu: 'https://one', us: 'https://us' }),
      write('two', { eu: 'https://two', asia: 'https://asia' }, 'asia'),
    ];
    const env = { KUBECONFIG: files.join(':') };
    expect(open({}, { env }).server).toBe('https://one');
    expect(open({ context: 'us' }, { env }).server).toBe('https://us');
    expect(open({ name: 'other' }, { env })).toMatchObject({
      server: 'https://asia',
      context: { name: 'asia', named: false },
    });
  });

  it('is read once for all clusters of a command', async () => {
    const kubeconfig = write('shared', { eu: 'https://eu', us: 'https://us' });
    const openOf = clusterOpener();
    const options = { config: join(folder, 'mesh.yaml'), kubeconfig, env: {} };
    expect(openOf({ name: 'eu' }, options).server).toBe('https://eu');
    rmSync(kubeconfig);
    expect(openOf({ name: 'us' }, options).server).toBe('https://us');
    expect(
      await failure(() => openOf({ name: 'eu' }, { ...options, kubeconfig: `${kubeconfig}-2` })),
    ).toContain('there is no such kubeconfig');
  });

  it('that is wrong is read once too', async () => {
    const kubeconfig = write('shared', { eu: 'https://eu' });
    writeFileSync(kubeconfig, '[');
    const openOf = clusterOpener();
    const options = { config: join(folder, 'mesh.yaml'), kubeconfig, env: {} };
    const first = await failure(() => openOf({ name: 'eu' }, options));
    write('shared', { eu: 'https://eu' });
    expect(await failure(() => openOf({ name: 'eu' }, options))).toBe(first);
  });

  it.each([
    ['is not YAML', `token: {${ADMIN_TOKEN}`, 'the kubeconfig is invalid: it is not YAML'],
    ['is no map', `- ${ADMIN_TOKEN}`, 'the kubeconfig is invalid: it is not a map'],
    ['has users that are no list', `users: {token: ${ADMIN_TOKEN}}`, 'users is not a list'],
    [
      'has a token that is a number',
      'users: [{name: a, user: {token: 1}}]',
      'users[0].user.token is not text',
    ],
    [
      'has text for a flag',
      'clusters: [{cluster: {insecure-skip-tls-verify: "no"}}]',
      'is not true or false',
    ],
    ['has groups that are text', 'users: [{user: {as-groups: a}}]', 'users[0].user.as-groups is not a list'],
    [
      'has extra fields that are text',
      `users: [{user: {as-user-extra: {${ADMIN_TOKEN}: a}}}]`,
      'a value of users[0].user.as-user-extra is not a list',
    ],
    ['has a user that is text', `users: [{user: ${ADMIN_TOKEN}}]`, 'users[0].user is not a map'],
    ['has a user twice', 'users: [{name: a}, {name: b}, {name: a}]', 'users[2] has the name of another one'],
    ['is of another kind', 'kind: Secret', 'it is not of kind Config and apiVersion v1'],
    ['is of another version', 'apiVersion: v2', 'it is not of kind Config and apiVersion v1'],
    ['has a user without a name', `users: [{user: {token: ${ADMIN_TOKEN}}}]`, 'it has no contexts at all'],
    ['has null', 'users: [null, {name: a, user: {token: null, exec: null}}]', 'it has no contexts at all'],
    ['is empty', '', 'it has no contexts at all'],
  ])('that %s is reported without its text', async (_name, text, expected) => {
    writeFileSync(join(folder, 'config'), text);
    expect(await failure(() => open({ kubeconfig: 'config' }))).toContain(expected);
  });

  it('that does not exist is reported with its path', async () => {
    expect(await failure(() => open({ kubeconfig: 'config' }))).toContain(
      `${folder}/config: there is no such kubeconfig`,
    );
    expect(await failure(() => open())).toContain(
      `there is no kubeconfig: ${folder}/.kube/config does not exist`,
    );
  });
});

describe('a context', () => {
  it('comes from --context, mesh.yaml, the name of the cluster, and the current one, in this order', () => {
    const servers = { flag: 'https://flag', mesh: 'https://mesh', eu: 'https://eu', now: 'https://now' };
    const env = { KUBECONFIG: write('config', servers, 'now') };
    expect(open({ context: 'mesh' }, { context: 'flag', env }).context).toEqual({
      name: 'flag',
      shown: '"flag"',
      named: true,
    });
    expect(open({ context: 'mesh' }, { env }).context.name).toBe('mesh');
    expect(open({}, { env }).context).toEqual({ name: 'eu', shown: '"eu"', named: true });
    expect(open({ name: 'asia' }, { env }).context).toEqual({ name: 'now', shown: '"now"', named: false });
    expect(open({ name: 'asia', kubeconfig: 'config' }).context.named).toBe(true);
  });

  it('that is missing is reported with the existing ones', async () => {
    const env = { KUBECONFIG: write('config', { us: 'https://us', asia: 'https://asia' }) };
    expect(await failure(() => open({ context: 'eu' }, { env }))).toMatch(
      /no context "eu" in .*; it has "us", "asia"/,
    );
    expect(await failure(() => open({}, { env }))).toContain('no context named, and the kubeconfig');
  });

  const LONG = 'shop-of-the-platform-team';
  const SECRET = 'glpat-Xk29sQvT7mZr4LpWn8Bd';

  it('that only the file has is cut in messages, and hidden if it looks like a credential', async () => {
    const env = { KUBECONFIG: write('config', { [LONG]: 'https://long', [SECRET]: 'https://secret' }) };
    const message = await failure(() => open({ context: 'eu' }, { env }));
    expect(message).toContain('it has "shop-of-the-platform-t…, a value that looks like a credential. Name');
    expect(message).not.toContain(SECRET.slice(6, 14));
  });

  it.each([
    [LONG, '"shop-of-the-platform-t…'],
    [SECRET, 'a value that looks like a credential'],
  ])('that is the current one is shown like that, too: %s', (current, shown) => {
    const env = { KUBECONFIG: write('config', { [current]: 'https://eu' }, current) };
    expect(open({}, { env }).context).toEqual({ name: current, shown, named: false });
  });

  it('that the command line or mesh.yaml names is shown whole', async () => {
    const env = { KUBECONFIG: write('config', { [LONG]: 'https://long' }) };
    expect(open({ context: LONG }, { env }).context.shown).toBe(`"${LONG}"`);
    expect(open({}, { context: LONG, env }).context.shown).toBe(`"${LONG}"`);
    expect(await failure(() => open({ context: `${LONG}-2` }, { env }))).toContain(`no context "${LONG}-2"`);
  });
});

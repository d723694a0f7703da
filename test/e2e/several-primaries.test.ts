import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/finding';
import { ApiServer, apiServerFor } from './api-server';
import { define } from './definitions';
import { bin, cleanEnvironment, type Ran } from './run';
import { runLive } from './run-live';
import { Sandbox } from './sandbox';

const binaries = apiServerFor('current');
const NAMES = ['eu', 'us', 'asia'] as const;
const ISTIO = ['--namespace', 'istio-system'];
const ALL = ['eu asia', 'eu us', 'us asia', 'us eu', 'asia eu', 'asia us'];

type Name = (typeof NAMES)[number];

describe.skipIf(binaries === undefined)('three primaries on real API servers', () => {
  let servers: Record<Name, ApiServer>;
  let sandbox: Sandbox;

  beforeAll(async () => {
    if (binaries === undefined) return;
    // One after the other: each uses a whole core while it starts.
    const start = () => ApiServer.start(binaries);
    servers = { eu: await start(), us: await start(), asia: await start() };
    sandbox = new Sandbox({ 'mesh.yaml': mesh() });
    for (const name of NAMES) {
      define(servers[name], 'istio-current');
      // As created by the installation of Istio.
      servers[name].succeed(['create', 'namespace', 'istio-system']);
    }
  });

  afterAll(() => {
    for (const server of Object.values(servers ?? {})) server.stop();
    sandbox?.[Symbol.dispose]();
  });

  it('get what synth makes, and a second apply changes nothing', () => {
    expect(live('synth', '--validate').code).toBe(0);
    for (const name of NAMES) {
      const folder = sandbox.path(`dist/${name}`);
      servers[name].succeed(['apply', '--server-side', '-f', folder]);
      const again = servers[name].kubectl(['diff', '--server-side', '-f', folder]);
      expect(again, again.stdout).toMatchObject({ code: 0, stdout: '' });
    }
  });

  it('join by pairs, and the second time nothing changes', () => {
    const joined = live('join', '--all', '--allow-localhost');
    expect(joined.code, joined.stderr).toBe(0);
    expect(pairs()).toEqual(ALL);
    expect(joined.stdout).toContain('reads');
    const before = versions();
    const again = live('join', '--all', '--allow-localhost', '--json');
    expect(JSON.parse(again.stdout).clusters.map(({ outcome }: { outcome: string }) => outcome)).toEqual(
      Array(6).fill('unchanged'),
    );
    expect(versions()).toEqual(before);
  });

  it('have Secrets like those of istioctl create-remote-secret', () => {
    const secret = JSON.parse(
      servers.eu.succeed(['get', 'secret', 'istio-remote-secret-us', ...ISTIO, '-o', 'json']),
    );
    expect(secret.metadata).toMatchObject({
      name: 'istio-remote-secret-us',
      namespace: 'istio-system',
      labels: { 'istio/multiCluster': 'true' },
      annotations: { 'networking.istio.io/cluster': 'us' },
    });
    expect(Object.keys(secret.data)).toEqual(['us']);
    expect(load(Buffer.from(secret.data.us, 'base64').toString())).toEqual({
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [
        {
          name: 'us',
          cluster: { server: expect.any(String), 'certificate-authority-data': expect.any(String) },
        },
      ],
      contexts: [{ name: 'us', context: { cluster: 'us', user: 'us' } }],
      'current-context': 'us',
      preferences: {},
      users: [{ name: 'us', user: { token: expect.any(String) } }],
    });
  });

  it('are looked at by pairs', () => {
    expect(brokenPairs()).toEqual([]);
    expect(checks('reader-token').map(({ cluster, status }) => `${cluster} ${status}`)).toEqual([
      'eu ok',
      'us ok',
      'asia ok',
    ]);
    expect(checks('stale-secrets').map(({ status }) => status)).toEqual(['ok', 'ok', 'ok']);
  });

  it('join whole after an interruption', async () => {
    for (const name of NAMES) deleteSecrets(name);
    await killedWhen(() => pairs().length > 0);
    const joined = live('join', '--all', '--allow-localhost');
    expect(joined.code, joined.stderr).toBe(0);
    expect(pairs()).toEqual(ALL);
  });

  it('join except for one that is down, and no other waits for it', () => {
    deleteSecrets('eu');
    deleteSecrets('us');
    const down = servers.asia.kubeconfig.replace(/[^/]*$/, 'down.kubeconfig');
    const text = servers.asia.succeed(['config', 'view', '--raw']);
    // No server answers there, and nothing refuses the connection.
    writeFileSync(down, text.replace(/https:\/\/127\.0\.0\.1:\d+/, 'https://192.0.2.1:6443'));
    sandbox.write('mesh.yaml', mesh({ asia: down }));
    const begin = performance.now();
    const joined = live('join', '--all', '--allow-localhost', '--timeout', '3s');
    expect(joined.code).toBe(1);
    expect(performance.now() - begin).toBeLessThan(60_000);
    expect(pairs().filter((pair) => !pair.startsWith('asia'))).toEqual(['eu us', 'us eu']);
    sandbox.write('mesh.yaml', mesh());
    expect(live('join', '--all', '--allow-localhost').code).toBe(0);
    expect(pairs()).toEqual(ALL);
  });

  it('leave: one goes from the others, and keeps its istiod and cacerts', () => {
    servers.us.succeed(['create', 'secret', 'generic', 'cacerts', ...ISTIO]);
    servers.us.succeed(['create', 'deployment', 'istiod', '--image', 'example.com/istiod', ...ISTIO]);
    const left = live('leave', 'us', '--yes', '--delete-leftovers');
    expect(left.code, left.stderr).toBe(0);
    expect(left.stdout).toMatch(/^eu: deleted Secret .*\nasia: deleted Secret .*\nus: deleted Secret /);
    expect(pairs()).toEqual(['eu asia', 'asia eu']);
    const kept = servers.us.succeed(['get', 'secret/cacerts', 'deployment/istiod', ...ISTIO, '-o', 'name']);
    expect(kept).toBe('secret/cacerts\ndeployment.apps/istiod\n');
    expect(servers.us.kubectl(['get', 'serviceaccount', 'istio-remote-reader', ...ISTIO]).code).toBe(1);
    expect(brokenPairs()).toEqual(['eu us', 'us eu', 'us asia', 'asia us']);
    sandbox.write('mesh.yaml', mesh().replace(/\n {2}- name: us(?:\n {4}.*)*/, ''));
    expect(brokenPairs()).toEqual([]);
  });

  function mesh(kubeconfigs: Partial<Record<Name, string>> = {}): string {
    const primaries = NAMES.map(
      (name) => `
  - name: ${name}
    network: n-${name}
    eastWestGateway: true
    injectedNamespaces: [shop]
    kubeconfig: ${kubeconfigs[name] ?? servers[name].kubeconfig}`,
    );
    return `istio: "1.30.4"\nprimaries:${primaries.join('')}\n`;
  }

  function live(...args: string[]): Ran {
    return runLive(sandbox, args);
  }

  function environment() {
    return { KUBECONFIG: '/dev/null', HOME: sandbox.folder };
  }

  /** Returns which primary reads which cluster. */
  function pairs(): string[] {
    return NAMES.flatMap((name) =>
      secretsOf(name)
        .map((secret) => `${name} ${secret.replace('secret/istio-remote-secret-', '')}`)
        .sort(),
    );
  }

  function secretsOf(name: Name): string[] {
    const query = ['get', 'secrets', '--selector', 'istio/multiCluster=true', ...ISTIO, '-o', 'name'];
    return servers[name].succeed(query).split('\n').filter(Boolean);
  }

  function versions(): string[] {
    const path = 'jsonpath={.items[*].metadata.resourceVersion}';
    return NAMES.map((name) =>
      servers[name].succeed([
        'get',
        'secrets',
        '--selector',
        'istio/multiCluster=true',
        ...ISTIO,
        '-o',
        path,
      ]),
    );
  }

  function deleteSecrets(name: Name): void {
    servers[name].succeed(['delete', 'secrets', '--selector', 'istio/multiCluster=true', ...ISTIO]);
  }

  function checks(check: string): Finding[] {
    const { findings } = JSON.parse(live('doctor', '--skip-addresses', '--json').stdout);
    return (findings as Finding[]).filter((finding) => finding.check === check);
  }

  /** Returns the pairs whose Secret is missing or does not work. The servers only have addresses on this machine. */
  function brokenPairs(): string[] {
    return checks('secret-on-primary')
      .filter(
        ({ status, message }) => status === 'broken' && !message.includes('another machine in each pod'),
      )
      .map(({ primary, cluster }) => `${primary} ${cluster}`);
  }

  /** Kills a join as soon as a condition is true, or lets it end. */
  async function killedWhen(isSo: () => boolean): Promise<void> {
    const child = spawn(process.execPath, [bin(), 'join', '--all', '--allow-localhost'], {
      cwd: sandbox.folder,
      env: { ...cleanEnvironment(), ...environment() },
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    while (child.exitCode === null && !isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
    child.kill('SIGKILL');
    await ended;
  }
});

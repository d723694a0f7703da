import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/finding';
import { ApiServer, apiServerFor } from './api-server';
import { currentMesh, inventory, mesh } from './live-inventory';
import type { Ran } from './run';
import { runLive } from './run-live';
import { Sandbox } from './sandbox';

const ISTIO = ['--namespace', 'istio-system'];

const LINES = [
  {
    line: '1.0',
    title: 'Istio 1.0',
    meshOf: mesh,
    account: 'istio-multi',
    secret: 'istio-multi-token',
    stored: 'eu-west-1',
  },
  {
    line: 'current',
    title: 'current Istio',
    meshOf: currentMesh,
    account: 'istio-reader-service-account',
    secret: 'istio-reader-service-account-istio-remote-secret-token',
    stored: 'istio-remote-secret-eu-west-1',
  },
] as const;

describe.each(LINES)('rotation with $title', ({ line, meshOf, account, secret, stored }) => {
  const binaries = apiServerFor(line);

  describe.skipIf(binaries === undefined)('on two real API servers', () => {
    let primary: ApiServer;
    let remote: ApiServer;
    let sandbox: Sandbox;

    beforeAll(async () => {
      if (binaries === undefined) return;
      primary = await ApiServer.start(binaries);
      remote = await ApiServer.start(binaries);
      sandbox = new Sandbox({ 'mesh.yaml': meshOf(primary.kubeconfig, remote.kubeconfig) });
      primary.succeed(['create', 'namespace', 'istio-system']);
      remote.succeed(['create', 'namespace', 'shop']);
      expect(live('synth').code).toBe(0);
      apply();
      const joined = live('join', 'eu-west-1');
      expect(joined.code, joined.stderr).toBe(0);
    });

    afterAll(() => {
      primary?.stop();
      remote?.stop();
      sandbox?.[Symbol.dispose]();
    });

    it('gets the same token back when only its Secret is deleted', async () => {
      const before = await remote.token(secret);
      remote.succeed(['delete', 'secret', secret, ...ISTIO]);
      apply();
      expect(await remote.token(secret)).toBe(before);
      expect(live('join', 'eu-west-1').stdout).toMatch(/^eu-west-1: unchanged/);
    });

    it('says what it would do, and changes nothing without an answer', () => {
      const before = [inventory(primary), uids()];
      const asked = live('join', '--rotate', 'eu-west-1');
      expect(asked.code).toBe(1);
      const dry = live('join', '--rotate', 'eu-west-1', '--dry-run');
      expect(dry.code, dry.stderr).toBe(0);
      expect(dry.stdout).toContain('eu-west-1: would replace (https:');
      expect(dry.stdout).toContain('eu-west-1: <redacted>');
      for (const { stderr } of [asked, dry])
        for (const says of [
          `  eu-west-1: delete ServiceAccount istio-system/${account}: every token of it stops working`,
          `  eu-west-1: create ServiceAccount istio-system/${account} and Secret istio-system/${secret}`,
          `  hq: replace Secret istio-system/${stored}`,
        ])
          expect(stderr).toContain(says);
      expect([inventory(primary), uids()]).toEqual(before);
    });

    it('revokes the old token, and brings the primary the new one', async () => {
      const old = kubeconfigOnPrimary();
      expect(codeOf(old)).toBe(0);
      const before = [inventory(primary), inventory(remote)];
      const others = otherUids();
      const rotated = live('join', '--rotate', 'eu-west-1', '--yes');
      expect(rotated.code, rotated.stderr).toBe(0);
      expect(rotated.stdout).toMatch(/^eu-west-1: replaced \(https:/);
      expect(codeOf(kubeconfigOnPrimary())).toBe(0);
      await refused(old);
      expect([inventory(primary), inventory(remote)]).toEqual(before);
      expect(otherUids()).toEqual(others);
      expect(live('join', 'eu-west-1').stdout).toMatch(/^eu-west-1: unchanged/);
    });

    it('leaves objects that a further apply knows as its own', () => {
      const applied = remote.kubectl(['apply', '-f', sandbox.path('dist/eu-west-1')]);
      expect(applied).toMatchObject({ code: 0, stderr: '' });
      expect(applied.stdout).not.toContain(`${account} configured`);
    });

    it('doctor knows at once that the token on the primary is revoked, though the API server still accepts it', async () => {
      const old = kubeconfigOnPrimary();
      expect(codeOf(old)).toBe(0);
      remote.succeed(['delete', 'serviceaccount', account, ...ISTIO]);
      remote.succeed(['wait', '--for', 'delete', `secret/${secret}`, ...ISTIO]);
      apply();
      const { stdout } = live('doctor', 'eu-west-1', '--json', '--skip-addresses');
      const { findings } = JSON.parse(stdout) as { findings: Finding[] };
      expect(findings).toContainEqual({
        check: 'secret-on-primary',
        cluster: 'eu-west-1',
        status: 'broken',
        message: expect.stringContaining(`is of an earlier account istio-system/${account}`),
        fix: 'Run `istio-remote join eu-west-1`, which brings the current token',
      });
      await remote.token(secret);
      expect(live('join', 'eu-west-1').stdout).toMatch(/^eu-west-1: replaced/);
    });

    it('is finished by a repeat when it has ended half-way', () => {
      remote.succeed(['delete', 'serviceaccount', account, ...ISTIO]);
      const rotated = live('join', '--rotate', 'eu-west-1', '--yes');
      expect(rotated.code, rotated.stderr).toBe(0);
      expect(codeOf(kubeconfigOnPrimary())).toBe(0);
    });

    it('succeeds while Argo CD recreates deleted objects', async () => {
      const old = kubeconfigOnPrimary();
      const command = `while :; do '${remote.program('kubectl')}' apply -f '${sandbox.path('dist/eu-west-1')}'; done`;
      const heals = spawn('sh', ['-c', command], {
        stdio: 'ignore',
        detached: true,
        env: { ...process.env, KUBECONFIG: remote.kubeconfig, HOME: remote.folder },
      });
      try {
        const rotated = live('join', '--rotate', 'eu-west-1', '--yes');
        expect(rotated.code, rotated.stderr).toBe(0);
      } finally {
        if (heals.pid !== undefined) process.kill(-heals.pid, 'SIGKILL');
      }
      expect(codeOf(kubeconfigOnPrimary())).toBe(0);
      await refused(old);
    });

    function apply(): void {
      remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
    }

    /** The kubeconfig that the primary uses to read the remote, as a file. */
    function kubeconfigOnPrimary(): string {
      const { data } = JSON.parse(primary.succeed(['get', 'secret', stored, ...ISTIO, '-o', 'json']));
      const text = Buffer.from(data['eu-west-1'], 'base64').toString();
      const file = `kubeconfig-${Math.random().toString(36).slice(2)}`;
      sandbox.write(file, text);
      return sandbox.path(file);
    }

    function codeOf(kubeconfig: string): number | null {
      return remote.kubectl(['get', 'pods', '--all-namespaces'], '', kubeconfig).code;
    }

    /** An API server caches for 10 seconds that it accepted a token. */
    async function refused(kubeconfig: string): Promise<void> {
      await expect
        .poll(() => remote.kubectl(['get', 'pods', '--all-namespaces'], '', kubeconfig).stderr, {
          timeout: 20_000,
          interval: 500,
        })
        .toContain('Unauthorized');
    }

    function uids(): string[] {
      return remote
        .succeed([
          'get',
          'serviceaccounts,secrets,clusterroles,clusterrolebindings,configmaps,services,namespaces',
          '--all-namespaces',
          '-o',
          'jsonpath={range .items[*]}{.kind} {.metadata.name} {.metadata.uid}{"\\n"}{end}',
        ])
        .split('\n')
        .sort();
    }

    /** Returns everything except the account and its tokens. */
    function otherUids(): string[] {
      return uids().filter(
        (text) =>
          !new Set<string>([account, secret]).has(text.split(' ')[1]?.replace(/-token-\w{5}$/, '') ?? ''),
      );
    }

    function live(...args: readonly string[]): Ran {
      return runLive(sandbox, args[0] === 'join' ? [...args, '--allow-localhost'] : args);
    }
  });
});

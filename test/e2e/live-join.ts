import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiServer } from './api-server';
import { inventory, mesh } from './live-inventory';
import { oneKubeconfig } from './one-kubeconfig';
import type { Ran } from './run';
import { runLive } from './run-live';
import { Sandbox } from './sandbox';

const ALLOW = '--allow-localhost';

/**
 * Tests of joining and leaving with Istio 1.0.
 * @param clusters started API servers: a primary with the namespace istio-system, and a remote with the namespace shop
 */
export function joins10(clusters: () => { readonly hq: ApiServer; readonly remote: ApiServer }): void {
  describe('a remote cluster on two real API servers', () => {
    let primary: ApiServer;
    let remote: ApiServer;
    let sandbox: Sandbox;
    let before: string[];
    let primaryBefore: string[];

    beforeAll(() => {
      ({ hq: primary, remote } = clusters());
      sandbox = new Sandbox({ 'mesh.yaml': mesh(primary.kubeconfig, remote.kubeconfig) });
      primaryBefore = inventory(primary);
      before = inventory(remote);
      expect(live('synth').code).toBe(0);
      remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
    });

    afterAll(() => {
      sandbox?.[Symbol.dispose]();
    });

    it('gets a kubeconfig that reads pods and is refused secrets', () => {
      const made = live('kubeconfig', 'eu-west-1', ALLOW);
      expect(made).toMatchObject({ code: 0, stderr: '' });
      expect(made.stdout).toMatch(
        /^eu-west-1: wrote eu-west-1 for https:\/\/127\.0\.0\.1:\d+, with the token of/,
      );
      const file = sandbox.path('eu-west-1');
      expect(statSync(file).mode & 0o777).toBe(0o600);
      for (const what of ['pods', 'services', 'endpoints', 'nodes'])
        expect(remote.kubectl(['get', what, '--all-namespaces'], '', file).code).toBe(0);
      const refused = remote.kubectl(['get', 'secrets', '--all-namespaces'], '', file);
      expect(refused.code).toBe(1);
      expect(refused.stderr).toContain('forbidden');
      const names = ['{.clusters[*].name}', '{.users[*].name}', '{.contexts[*].name}', '{.current-context}'];
      for (const path of names)
        expect(remote.kubectl(['config', 'view', '-o', `jsonpath=${path}`], '', file).stdout).toBe(
          'eu-west-1',
        );
    });

    it('gets one with a token that ends', () => {
      const made = live('kubeconfig', 'eu-west-1', ALLOW, '--token-request', '--duration', '30m', '--json');
      expect(made.code, made.stderr).toBe(0);
      const { expires, source } = JSON.parse(made.stdout);
      expect(source).toBe('TokenRequest');
      expect(Date.parse(expires) - Date.now()).toBeLessThan(31 * 60_000);
      const pods = ['get', 'pods', '--all-namespaces'];
      expect(remote.kubectl(pods, '', sandbox.path('eu-west-1')).code).toBe(0);
    });

    it('is refused on localhost unless told', () => {
      const made = live('kubeconfig', 'eu-west-1');
      expect(made.code).toBe(1);
      expect(made.stderr).toContain('--allow-localhost');
    });

    it('shows what join would do, and no token', () => {
      const dry = live('join', 'eu-west-1', ALLOW, '--dry-run');
      expect(dry.code, dry.stderr).toBe(0);
      expect(dry.stdout).toContain('eu-west-1: would create');
      expect(dry.stdout).toContain('eu-west-1: <redacted>');
      expect(inventory(primary)).toEqual(primaryBefore);
    });

    it('joins, and joining again changes nothing', () => {
      const first = live('join', '--all', ALLOW);
      expect(first.code, first.stderr).toBe(0);
      expect(first.stdout).toMatch(/^eu-west-1: created \(https:/);
      const made = secret();
      expect(made.metadata.labels['istio/multiCluster']).toBe('true');
      expect(Object.keys(made.data)).toEqual(['eu-west-1']);
      const again = live('join', 'eu-west-1', ALLOW, '--json');
      expect(JSON.parse(again.stdout).clusters).toMatchObject([
        { cluster: 'eu-west-1', outcome: 'unchanged' },
      ]);
      expect(secret().metadata).toEqual(made.metadata);
    });

    it('is created again if the token has changed', () => {
      const { uid } = secret().metadata;
      remote.succeed(['delete', 'serviceaccount', 'istio-multi', '--namespace', 'istio-system']);
      remote.succeed(['wait', '--for', 'delete', 'secret/istio-multi-token', '--namespace', 'istio-system']);
      remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
      expect(live('join', 'eu-west-1', ALLOW).stdout).toMatch(/^eu-west-1: replaced/);
      expect(secret().metadata.uid).not.toBe(uid);
      expect(live('join', 'eu-west-1', ALLOW).stdout).toMatch(/^eu-west-1: unchanged/);
    });

    it('writes the Secret to a file for sealing', () => {
      const made = live('join', 'eu-west-1', ALLOW, '--output', 'secret.yaml');
      expect(made).toMatchObject({ code: 0 });
      expect(statSync(sandbox.path('secret.yaml')).mode & 0o777).toBe(0o600);
      expect(primary.kubectl(['diff', '-f', sandbox.path('secret.yaml')]).code).toBe(0);
      const inDist = live('join', 'eu-west-1', ALLOW, '--output', 'dist/eu-west-1/secret.yaml');
      expect(inDist.code).toBe(1);
      expect(inDist.stderr).toContain('is in the output folder');
    });

    it('refuses the primary as a remote', () => {
      sandbox.write('same.yaml', mesh(primary.kubeconfig, primary.kubeconfig));
      for (const command of ['join', 'leave']) {
        const same = live(command, 'eu-west-1', '--config', 'same.yaml');
        expect(same.code).toBe(1);
        expect(same.stderr).toContain('is the same cluster as the primary hq');
      }
    });

    it('asks before it leaves', () => {
      const asked = live('leave', 'eu-west-1');
      expect(asked.code).toBe(1);
      expect(asked.stderr).toContain('standard input is no terminal, and --yes is not given');
      expect(asked.stderr).toContain('hq: delete Secret istio-system/eu-west-1');
      expect(secret().metadata.name).toBe('eu-west-1');
    });

    it('leaves: all that join and apply made goes, and nothing else', () => {
      remote.succeed(['create', 'configmap', 'ours', '--namespace', 'istio-system']);
      remote.succeed(['create', 'secret', 'generic', 'istio.default', '--type', 'istio.io/key-and-cert']);
      const kept = live('leave', 'eu-west-1', '--yes');
      expect(kept.code, kept.stderr).toBe(0);
      expect(kept.stdout.split('\n')[0]).toBe('hq: deleted Secret istio-system/eu-west-1');
      expect(kept.stdout).toContain(
        'kept Namespace istio-system: it still contains ConfigMap istio-system/ours\n',
      );
      expect(kept.stderr).toContain('  Secret default/istio.default\n');
      expect(inventory(primary)).toEqual(primaryBefore);

      remote.succeed(['delete', 'configmap', 'ours', '--namespace', 'istio-system']);
      const rest = live('leave', 'eu-west-1', '--yes', '--delete-leftovers');
      expect(rest.code, rest.stderr).toBe(0);
      expect(rest.stdout).toContain('eu-west-1: deleted Secret default/istio.default');
      expect(rest.stdout).toContain('eu-west-1: deleted Namespace istio-system');
      expect(inventory(remote)).toEqual(before);
      expect(live('leave', 'eu-west-1', '--yes').stdout).toBe('eu-west-1: nothing to do\n');
    });

    it('leaves when it is no longer in mesh.yaml', () => {
      remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
      remote.succeed(['label', 'namespace', 'shop', 'default', 'istio-injection-']);
      expect(live('join', 'eu-west-1', ALLOW).code).toBe(0);
      const without = mesh(primary.kubeconfig, remote.kubeconfig).replace(
        'name: eu-west-1',
        'name: us-east-1',
      );
      sandbox.write('mesh.yaml', without);
      expect(live('leave', 'eu-west-1', '--yes').stderr).toContain('no context');
      sandbox.write('both', oneKubeconfig({ primary, remote }));
      const gone = live(
        'leave',
        'eu-west-1',
        '--yes',
        '--kubeconfig',
        sandbox.path('both'),
        '--context',
        'remote',
        '--primary-context',
        'primary',
      );
      expect(gone.code, gone.stderr).toBe(0);
      expect(inventory(primary)).toEqual(primaryBefore);
      expect(inventory(remote)).toEqual(before);
    });

    function live(...args: string[]): Ran {
      return runLive(sandbox, args);
    }

    function secret() {
      return JSON.parse(
        primary.succeed(['get', 'secret', 'eu-west-1', '--namespace', 'istio-system', '-o', 'json']),
      );
    }
  });
}

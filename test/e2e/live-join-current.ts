import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApiServer } from './api-server';
import { currentMesh, inventory } from './live-inventory';
import type { Ran } from './run';
import { runLive } from './run-live';
import { Sandbox } from './sandbox';

const ALLOW = '--allow-localhost';
const ISTIO = ['--namespace', 'istio-system'];

/**
 * Tests of joining and leaving with current Istio.
 * @param clusters started API servers: a primary with the namespace istio-system, and a remote with the namespace shop
 */
export function joinsCurrent(clusters: () => { readonly hq: ApiServer; readonly remote: ApiServer }): void {
  describe('a remote cluster of current Istio on two real API servers', () => {
    let primary: ApiServer;
    let remote: ApiServer;
    let sandbox: Sandbox;
    let before: string[];
    let primaryBefore: string[];

    beforeAll(() => {
      ({ hq: primary, remote } = clusters());
      sandbox = new Sandbox({ 'mesh.yaml': currentMesh(primary.kubeconfig, remote.kubeconfig) });
      primaryBefore = inventory(primary);
      before = inventory(remote);
      expect(live('synth').code).toBe(0);
      applyManifests();
    });

    afterAll(() => {
      sandbox?.[Symbol.dispose]();
    });

    it('joins', () => {
      const joined = live('join', 'eu-west-1', ALLOW);
      expect(joined.code, joined.stderr).toBe(0);
      expect(joined.stdout).toMatch(/^eu-west-1: created/);
      const { metadata, data } = secret();
      expect(metadata.annotations['networking.istio.io/cluster']).toBe('eu-west-1');
      expect(Object.keys(data)).toEqual(['eu-west-1']);
    });

    it('joins again with a new token, in a new Secret', () => {
      const { uid } = secret().metadata;
      const account = 'istio-reader-service-account';
      const token = `${account}-istio-remote-secret-token`;
      remote.succeed(['delete', 'serviceaccount', account, ...ISTIO]);
      remote.succeed(['wait', '--for', 'delete', `secret/${token}`, ...ISTIO]);
      applyManifests();
      expect(live('join', 'eu-west-1', ALLOW).stdout).toMatch(/^eu-west-1: replaced/);
      expect(secret().metadata.uid).not.toBe(uid);
      expect(live('join', 'eu-west-1', ALLOW).stdout).toMatch(/^eu-west-1: unchanged/);
    });

    it('leaves: all that join and apply made goes, and nothing else', () => {
      for (const namespace of ['shop', 'istio-system'])
        remote.succeed(['create', 'configmap', 'istio-ca-root-cert', '--namespace', namespace]);
      const left = live('leave', 'eu-west-1', '--yes');
      expect(left.code, left.stderr).toBe(0);
      expect(left.stdout).toMatch(/hq: deleted Secret .*\neu-west-1: deleted MutatingWebhookConfiguration /);
      expect(left.stderr).toContain('  ConfigMap shop/istio-ca-root-cert\n');
      const rest = live('leave', 'eu-west-1', '--yes', '--delete-leftovers');
      expect(rest.code, rest.stderr).toBe(0);
      expect(rest.stdout).toContain('eu-west-1: deleted Namespace istio-system');
      expect(inventory(primary)).toEqual(primaryBefore);
      expect(inventory(remote)).toEqual(before);
    });

    function applyManifests(): void {
      remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
    }

    function live(...args: string[]): Ran {
      return runLive(sandbox, args);
    }

    function secret() {
      const name = 'istio-remote-secret-eu-west-1';
      return JSON.parse(primary.succeed(['get', 'secret', name, ...ISTIO, '-o', 'json']));
    }
  });
}

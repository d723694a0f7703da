import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCluster } from '../../../src/kubernetes/api/open-cluster';
import { ADMIN_TOKEN, FakeApiServer } from './fake-api-server';
import { failure, kubeconfigOf } from './fake-mesh';

const folder = mkdtempSync(join(tmpdir(), 'istio-remote-connection-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: FakeApiServer;
beforeEach(async () => {
  server = await FakeApiServer.start();
});
afterEach(() => server[Symbol.asyncDispose]());

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function open(timeout: number, url: string, user: object) {
  const KUBECONFIG = file('config', kubeconfigOf({ eu: url }, user));
  return openCluster({ name: 'eu' }, { config: 'mesh.yaml', timeout, env: { ...process.env, KUBECONFIG } });
}

describe('a credential plugin', () => {
  const plugin = (script: string) => {
    chmodSync(file('plugin', `#!/bin/sh\n${script}\n`), 0o755);
    return { exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: './plugin' } };
  };
  const credential = JSON.stringify({ kind: 'ExecCredential', status: { token: ADMIN_TOKEN } });

  it('gives the token', async () => {
    expect(await open(2, server.url, plugin(`echo '${credential}'`)).version()).toBe('1.20.2');
  });

  it.each([
    ['that hangs is stopped, and what it started', 'sleep 60 & sleep 60', 'gave nothing within 0.5 s'],
    [
      'that fails keeps what it says',
      `echo '${ADMIN_TOKEN}' >&2; echo '${ADMIN_TOKEN}'; exit 3`,
      'failed (exit code 3)',
    ],
    ['that prints something else', `echo '{"token": "${ADMIN_TOKEN}'`, 'printed no ExecCredential'],
  ])('%s', async (_name, script, expected) => {
    expect(await failure(() => open(0.5, server.url, plugin(script)).version())).toContain(expected);
    expect(server.asked).toEqual([]);
  });

  it('that is not installed', async () => {
    const user = { exec: { command: 'no-such-plugin' } };
    expect(await failure(() => open(1, server.url, user).version())).toContain(
      '"no-such-plugin" of the kubeconfig is not installed',
    );
  });
});

describe.skipIf(spawnSync('openssl', ['version']).error !== undefined)('a certificate', () => {
  function certificate(name: string): { key: string; cert: string } {
    const [key, cert] = [join(folder, `${name}.key`), join(folder, `${name}.crt`)];
    const make = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${name} -addext subjectAltName=${name} -keyout ${key} -out ${cert}`;
    execFileSync('openssl', make.split(' '), { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  }

  it('is trusted by the CA of the kubeconfig, for its own name, or for tls-server-name', async () => {
    const [good, other] = [certificate('IP:127.0.0.1'), certificate('DNS:api.example.com')];
    const secure = await FakeApiServer.start(good);
    const foreign = await FakeApiServer.start(other);
    const at = (port: number, cluster: object) => {
      const config = JSON.parse(kubeconfigOf({ eu: '' }));
      config.clusters[0].cluster = { server: `https://127.0.0.1:${port}`, ...cluster };
      const KUBECONFIG = file('config', JSON.stringify(config));
      return openCluster({ name: 'eu' }, { config: 'mesh.yaml', timeout: 2, env: { KUBECONFIG } });
    };
    const ca = ({ cert }: { cert: string }) => ({
      'certificate-authority-data': Buffer.from(cert).toString('base64'),
    });
    expect(await at(secure.port, ca(good)).version()).toBe('1.20.2');
    expect(await failure(() => at(secure.port, {}).version())).toContain('is not signed by the CA');
    expect(await failure(() => at(secure.port, ca(other)).version())).toContain('is not signed by the CA');
    expect(await failure(() => at(foreign.port, ca(other)).version())).toContain(
      'its certificate is for another name',
    );
    expect(await at(foreign.port, { ...ca(other), 'tls-server-name': 'api.example.com' }).version()).toBe(
      '1.20.2',
    );
    expect(await at(secure.port, { 'insecure-skip-tls-verify': true }).version()).toBe('1.20.2');
    expect(await failure(() => at(server.port, {}).version())).toContain('it does not speak TLS');
    await secure[Symbol.asyncDispose]();
    await foreign[Symbol.asyncDispose]();
  });
});

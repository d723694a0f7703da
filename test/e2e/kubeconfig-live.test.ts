import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { openCluster } from '../../src/kubernetes/api/open-cluster';
import { failure } from '../kubernetes/api/fake-mesh';
import { FakeProxy } from '../kubernetes/api/fake-proxy';
import { ApiServer, apiServerFor } from './api-server';
import type { IstioLine } from './api-servers';

const LINES: readonly IstioLine[] = ['1.0', 'current'];

describe.each(LINES)('a real API server for Istio %s is reached', (line) => {
  const binaries = apiServerFor(line);
  let server: ApiServer;
  let admin: { clusters: [{ cluster: Record<string, string> }]; users: [{ user: Record<string, string> }] };

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    admin = parse(readFileSync(server.kubeconfig, 'utf8'));
  });
  afterAll(() => server?.stop());

  function write(name: string, text: string): string {
    const path = join(server.work('kubeconfig'), name);
    writeFileSync(path, text);
    return path;
  }

  function open(user: object, cluster: object = {}) {
    const name = 'eu';
    const config = {
      clusters: [{ name, cluster: { ...admin.clusters[0].cluster, ...cluster } }],
      users: [{ name, user }],
      contexts: [{ name, context: { cluster: name, user: name } }],
    };
    const kubeconfig = write('config', JSON.stringify(config));
    return openCluster({ name }, { config: 'mesh.yaml', kubeconfig, env: process.env });
  }

  const pem = (key: string): string => Buffer.from(admin.users[0].user[key] ?? '', 'base64').toString();
  const certificate = () => ({
    clientCertificateData: pem('client-certificate-data'),
    clientKeyData: pem('client-key-data'),
  });

  it.skipIf(binaries === undefined)('with certificates in files beside the kubeconfig', async () => {
    write('client.crt', certificate().clientCertificateData);
    write('client.key', certificate().clientKeyData);
    write(
      'ca.crt',
      Buffer.from(admin.clusters[0].cluster['certificate-authority-data'] ?? '', 'base64').toString(),
    );
    const user = { 'client-certificate': 'client.crt', 'client-key': 'client.key' };
    const cluster = { 'certificate-authority-data': '', 'certificate-authority': './ca.crt' };
    expect(await open(user, cluster).version()).toBe(server.kubernetes);
  });

  it.skipIf(binaries === undefined)('with a plugin that needs to know the cluster', async () => {
    const apiVersion = 'client.authentication.k8s.io/v1';
    write('credential', JSON.stringify({ apiVersion, kind: 'ExecCredential', status: certificate() }));
    const { server: url } = admin.clusters[0].cluster;
    const script = `case $KUBERNETES_EXEC_INFO in *"${url}"*) cat "$(dirname "$0")/credential";; *) exit 1;; esac`;
    chmodSync(write('plugin', `#!/bin/sh\n${script}\n`), 0o755);
    const exec = { apiVersion, command: './plugin', interactiveMode: 'Never' };
    expect(await failure(() => open({ exec }).version())).toContain('failed (exit code 1)');
    const cluster = open({ exec: { ...exec, provideClusterInfo: true } });
    expect(await cluster.may({ verb: '*', resource: '*', group: '*' })).toBe(true);
  });

  it.skipIf(binaries === undefined)('through a proxy', async () => {
    const { port } = new URL(admin.clusters[0].cluster.server ?? '');
    await using proxy = await FakeProxy.http(Number(port));
    const cluster = {
      server: 'https://kubernetes.default.svc',
      'tls-server-name': '127.0.0.1',
      'proxy-url': proxy.url(),
    };
    expect(await open(admin.users[0].user, cluster).version()).toBe(server.kubernetes);
    expect(proxy.wanted).toMatchObject([{ target: 'kubernetes.default.svc:443' }]);
  });

  it.skipIf(binaries === undefined)('with a token in a file', async () => {
    const account = { namespace: 'default', name: 'default' };
    const token = await open(admin.users[0].user).requestToken(account, 600);
    write('token', `${token}\n`);
    const secrets = { apiVersion: 'v1', kind: 'Secret' };
    expect(await failure(() => open({ tokenFile: 'token' }).list(secrets, { namespace: 'shop' }))).toContain(
      'it forbids the user of context "eu" to list secrets in the namespace shop (403)',
    );
  });

  it.skipIf(binaries === undefined)('as another user', async () => {
    const create = { verb: 'create', resource: 'namespaces' };
    const jane = open({ ...admin.users[0].user, as: 'jane' });
    const master = open({ ...admin.users[0].user, as: 'jane', 'as-groups': ['system:masters'] });
    expect([await jane.may(create), await master.may(create)]).toEqual([false, true]);
  });

  it.skipIf(binaries === undefined)('and lists more than one page', async () => {
    const names = Array.from({ length: 501 }, (_, index) => `map-${index}`);
    const items = names.map((name) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, labels: { many: 'yes' } },
    }));
    server.succeed(['create', '--filename', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    const query = { namespace: 'default', labels: 'many=yes' };
    const found = await open(admin.users[0].user).list({ apiVersion: 'v1', kind: 'ConfigMap' }, query);
    expect(found.map(({ metadata }) => metadata.name).sort()).toEqual(names.sort());
  });
});

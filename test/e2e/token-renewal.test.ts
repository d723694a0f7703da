import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import { tokenLife } from '../../src/kubernetes/api/credentials';
import { storedKubeconfig } from '../../src/remote-secret/stored-kubeconfig';
import { codeBlocks, page } from '../docs/pages';
import { ApiServer, apiServerFor } from './api-server';
import { currentMesh } from './live-inventory';
import { istioRemote, type Ran } from './run';
import { runLive } from './run-live';
import { Sandbox } from './sandbox';

const binaries = apiServerFor('current');
const HOUR = 3_600_000;
const NAME = 'istio-token-renewal';
const POD_FILES = '/var/run/secrets/kubernetes.io/serviceaccount';
const [ON_REMOTE = '', KUBECONFIG = '', ON_PRIMARY = ''] = codeBlocks(page('docs/token-renewal.md'), 'yaml');

/** The objects of a block, only those of one kind. */
function objectsOf(block: string, kind: string): KubeObject[] {
  return (loadAll(block) as KubeObject[]).filter((object) => object.kind === kind);
}

function listOf(items: readonly KubeObject[]): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
}

describe.skipIf(binaries === undefined)('the CronJob of docs/token-renewal.md on real API servers', () => {
  let primary: ApiServer;
  let remote: ApiServer;
  let sandbox: Sandbox;

  beforeAll(async () => {
    if (binaries === undefined) return;
    primary = await ApiServer.start(binaries);
    remote = await ApiServer.start(binaries);
    const mesh = currentMesh('', '').replace('"1.30"', '1.30.4');
    sandbox = new Sandbox({ 'mesh.yaml': mesh.replace(/^ +kubeconfig: *\n/gm, '') });
    primary.succeed(['create', 'namespace', 'istio-system']);
    remote.succeed(['create', 'namespace', 'shop']);
    expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
    remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
    apply(primary, ON_PRIMARY);
    apply(remote, ON_REMOTE);
    writeKubeconfigs();
  });

  afterAll(() => {
    primary?.stop();
    remote?.stop();
    sandbox?.[Symbol.dispose]();
  });

  function apply(server: ApiServer, manifests: string): void {
    sandbox.write('manifests.yaml', manifests);
    server.succeed(['apply', '-f', sandbox.path('manifests.yaml')]);
  }

  /** The kubeconfig of the page, with the files of a pod, and one of the administrators. */
  function writeKubeconfigs(): void {
    const admins = [primary, remote].map(({ kubeconfig }) => parse(readFileSync(kubeconfig, 'utf8')));
    const clusters = ['hq', 'eu-west-1'].map((name, index) => {
      const [{ cluster }] = admins[index].clusters;
      return { name, cluster };
    });
    const users = ['hq', 'eu-west-1'].map((name, index) => ({ name, user: admins[index].users[0].user }));
    const contexts = clusters.map(({ name }) => ({ name, context: { cluster: name, user: name } }));
    sandbox.write('admin', JSON.stringify({ clusters, users, contexts }));
    const [hq, eu] = clusters.map(({ cluster }) => cluster);
    writeFileSync(join(sandbox.folder, 'ca.crt'), Buffer.from(hq['certificate-authority-data'], 'base64'));
    const account = ['create', 'token', NAME, '--namespace'];
    sandbox.write('token', primary.succeed([...account, NAME]).trim());
    sandbox.write(
      'job',
      KUBECONFIG.replaceAll(POD_FILES, sandbox.folder)
        .replace('https://kubernetes.default.svc', hq.server)
        .replace('https://10.20.0.2:6443', eu.server)
        .replace('CA_OF_EU_WEST_1', eu['certificate-authority-data'])
        .replace('TOKEN_OF_EU_WEST_1', remote.succeed([...account, 'istio-system']).trim()),
    );
  }

  function run(kubeconfig: 'admin' | 'job', args: readonly string[]): Ran {
    const env = { KUBECONFIG: sandbox.path(kubeconfig), HOME: sandbox.folder };
    return runLive(sandbox, [...args, '--allow-localhost'], env);
  }

  /** Runs the commands of the CronJob with its rights. */
  function runJob() {
    const [job] = objectsOf(ON_PRIMARY, 'CronJob');
    const { spec } = job as unknown as {
      spec: { jobTemplate: { spec: { template: { spec: { containers: [{ args: string[] }] } } } } };
    };
    const { code, stdout, stderr } = run('job', spec.jobTemplate.spec.template.spec.containers[0].args);
    return { code, stderr, cluster: JSON.parse(stdout).clusters[0] };
  }

  function joinFor(duration: string): void {
    const ran = run('admin', ['join', 'eu-west-1', '--token-request', '--duration', duration]);
    expect(ran.code, ran.stderr).toBe(0);
  }

  function secret() {
    const name = 'istio-remote-secret-eu-west-1';
    const found = primary.succeed(['get', 'secret', name, '--namespace', 'istio-system', '-o', 'json']);
    const { metadata, data } = JSON.parse(found);
    const stored = storedKubeconfig(Buffer.from(data['eu-west-1'], 'base64').toString());
    const ends = tokenLife(('server' in stored && stored.token) || '')?.ends ?? 0;
    return {
      uid: metadata.uid,
      version: metadata.resourceVersion,
      hours: Math.round((ends - Date.now()) / HOUR),
    };
  }

  it('renews a token that ends soon, in place', () => {
    joinFor('24h');
    const { uid, hours } = secret();
    expect(hours).toBe(24);
    const { code, stderr, cluster } = runJob();
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringContaining('error') });
    expect(cluster).toMatchObject({ cluster: 'eu-west-1', outcome: 'updated' });
    expect(secret()).toMatchObject({ uid, hours: 720 });
    expect(Math.round((Date.parse(cluster.expires) - Date.now()) / HOUR)).toBe(720);
  });

  it('leaves a token that ends later alone', () => {
    const before = secret();
    expect(runJob()).toMatchObject({ code: 0, cluster: { outcome: 'kept' } });
    expect(secret()).toEqual(before);
  });

  it('leaves a token that never ends alone', () => {
    expect(run('admin', ['join', 'eu-west-1']).code).toBe(0);
    const before = secret();
    expect(runJob().cluster).toMatchObject({ outcome: 'kept', because: 'its token does not expire' });
    expect(secret()).toEqual(before);
  });

  it.each([
    ['primary', 'secrets', 'get'],
    ['primary', 'secrets', 'list'],
    ['primary', 'secrets', 'patch'],
    ['remote', 'serviceaccounts/token', 'create'],
    ['remote', 'configmaps', 'get'],
  ])('has no right too many: on the %s it needs %s %s', (where, resource, verb) => {
    if (secret().hours !== 24) joinFor('24h');
    const [server, block] = where === 'primary' ? [primary, ON_PRIMARY] : [remote, ON_REMOTE];
    const roles = objectsOf(block, 'Role') as (KubeObject & {
      rules: { resources: string[]; verbs: string[] }[];
    })[];
    const less = roles.map((role) => ({
      ...role,
      rules: role.rules.map((rule) => ({
        ...rule,
        verbs: rule.resources.includes(resource) ? rule.verbs.filter((one) => one !== verb) : rule.verbs,
      })),
    }));
    // An API server refuses a rule without verbs.
    const kept = less.map((role) => ({ ...role, rules: role.rules.filter(({ verbs }) => verbs.length > 0) }));
    apply(server, listOf(kept));
    const before = secret();
    try {
      expect(runJob()).toMatchObject({ code: 1, cluster: { outcome: 'failed' } });
      expect(secret()).toEqual(before);
    } finally {
      apply(server, listOf(roles));
    }
  });
});

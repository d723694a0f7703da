import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Authority } from '../../src/certificates/authority';
import { testRoot } from '../doctor/server-certificate';
import { ApiServer, apiServerFor } from './api-server';
import { ClusterNetwork } from './cluster-network';
import { define } from './definitions';
import { type InjectingIstiod, startInjectingIstiod } from './injecting-istiod';
import { istioRemote } from './run';
import { Sandbox } from './sandbox';

const binaries = apiServerFor('current');
const NAME = 'istiod.mesh.example.com';
const ISTIO = ['--namespace', 'istio-system'];

const MESH = `istio: "1.30"
primary: { name: hq, addresses: { istiod: ${NAME} } }
defaults: { kubernetes: "1.34", injectedNamespaces: [shop] }
remotes:
  - { name: ipv4, istiodAddress: 10.8.0.11 }
  - { name: several, istiodAddress: [10.8.0.12, 10.8.0.13] }
  - { name: ipv6, istiodAddress: "fd00::11" }
  - { name: name }
  - { name: own-name, istiodAddress: istiod.eu.example.com }
  - { name: url, istiodAddress: 10.8.0.11, sidecarInjector: { url: "https://lb.example.com:8443/inject/cluster/url" } }
`;
/** istiod's configuration; the page of the mesh says the same. */
const CUSTOM_HOSTS = [NAME, 'istiod.eu.example.com', 'lb.example.com'];

describe.skipIf(binaries === undefined)('each form of the address of istiod on a real API server', () => {
  let sandbox: Sandbox;
  let root: Authority;
  let istiod: InjectingIstiod;
  const clusters: Cluster[] = [];

  beforeAll(async () => {
    if (binaries === undefined) return;
    sandbox = new Sandbox({ 'mesh.yaml': MESH });
    const { code, stderr } = istioRemote(['synth'], { cwd: sandbox.folder });
    expect(code, stderr).toBe(0);
    root = await testRoot();
    istiod = await startInjectingIstiod(root, CUSTOM_HOSTS);
    for (const options of [{}, { aggregatorRouting: true, serviceRange: 'fd00:10:96::/112' }]) {
      const egress = join(sandbox.folder, `network-${clusters.length}`);
      const network = new ClusterNetwork(egress);
      const server = await ApiServer.start(binaries, { egress, ...options });
      clusters.push({ server, network });
    }
  });

  afterAll(() => {
    for (const { server, network } of clusters) {
      server.stop();
      network.close();
    }
    istiod?.close();
    sandbox?.[Symbol.dispose]();
  });

  it('is on the page of the mesh with the settings of istiod', () => {
    expect(sandbox.read('dist/README.md')).toContain(`\nISTIOD_CUSTOM_HOST=${CUSTOM_HOSTS.join(',')}\n`);
  });

  it.each([
    ['an IPv4 address', 'ipv4', 0, '10.8.0.11', 15017, /^10\.96\.\d+\.\d+:443$/],
    ['the second of several addresses', 'several', 0, '10.8.0.13', 15017, /^10\.96\.\d+\.\d+:443$/],
    ['an IPv6 address', 'ipv6', 1, 'fd00::11', 15017, /^\[fd00::11\]:15017$/],
    ['a DNS name', 'name', 0, NAME, 15017, `${NAME}:15017`],
    [
      'a DNS name of the remote',
      'own-name',
      0,
      'istiod.eu.example.com',
      15017,
      'istiod.eu.example.com:15017',
    ],
    ['a URL', 'url', 0, 'lb.example.com', 8443, 'lb.example.com:8443'],
  ])('gets a pod its sidecar: %s', async (_, remote, index, host, port, called) => {
    const cluster = clusterAt(index);
    await withRemote(cluster, remote, async () => {
      cluster.network.place(host, port, istiod.port);
      expect(await sidecarOf(cluster)).toEqual(remote);
      expect(cluster.network.asked.at(-1)).toMatch(called);
      // An east-west gateway finds the revision by this name.
      const isByService = typeof called !== 'string';
      expect(istiod.serverNames.at(-1)).toBe(isByService ? 'istiod.istio-system.svc' : host);
    });
  });

  it('by name is refused until the settings of istiod contain the name', async () => {
    const untold = await startInjectingIstiod(root, []);
    const cluster = clusterAt(0);
    await withRemote(cluster, 'name', async () => {
      cluster.network.place(NAME, 15017, untold.port);
      expect(await refusalOf(cluster)).toMatch(
        /x509: certificate is valid for istiod\.istio-system\.svc, .*, not istiod\.mesh\.example\.com/,
      );
    });
    untold.close();
  });

  it.each([
    ['calls port 443 of the name', 0, 'failed calling webhook', `${NAME}:443`],
    ['follows endpoints itself', 1, 'unsupported service type "ExternalName"', undefined],
  ])('by name is refused through the Service: an API server %s', async (_, index, refusal, called) => {
    const cluster = clusterAt(index);
    await withRemote(cluster, 'name', async () => {
      cluster.network.place(NAME, 15017, istiod.port);
      const service = { name: 'istiod', namespace: 'istio-system', path: '/inject/cluster/name', port: 443 };
      changeWebhook(cluster, 'mutating', () => ({ service }));
      const before = cluster.network.asked.length;
      expect(await refusalOf(cluster)).toContain(refusal);
      expect(cluster.network.asked.slice(before).at(-1)).toBe(called);
    });
  });

  it('lets every Istio object through, and refuses what istiod refuses with validation.caBundle', async () => {
    const cluster = clusterAt(0);
    define(cluster.server, 'istio-current');
    await withRemote(cluster, 'name', async () => {
      cluster.network.place(NAME, 15017, istiod.port);
      const create = () => cluster.server.kubectlBeside(['create', '--dry-run=server', '-f', '-'], WRONG);
      expect((await create()).code).toBe(0);
      expect(istiod.paths).not.toContain('/validate');
      changeWebhook(cluster, 'validating', (client) => ({ ...client, caBundle: bundle() }), 'Fail');
      const refused = await eventually(create, ({ code }) => code !== 0);
      expect(refused.stderr).toContain('istiod refuses it');
      expect(istiod.paths).toContain('/validate');
    });
  });

  function clusterAt(index: number): Cluster {
    const cluster = clusters[index];
    if (cluster === undefined) throw new Error('no cluster');
    return cluster;
  }

  /** Applies the manifests of a remote unchanged, and does what istiod does with its injection webhook. */
  async function withRemote(cluster: Cluster, remote: string, work: () => Promise<void>): Promise<void> {
    const { server, network } = cluster;
    const folder = sandbox.path(`dist/${remote}`);
    server.succeed(['apply', '-f', folder]);
    changeWebhook(cluster, 'mutating', (client) => ({ ...client, caBundle: bundle() }));
    const read = (...args: string[]) => JSON.parse(server.succeed(['get', ...args, ...ISTIO, '-o', 'json']));
    const { items } = read('endpointslices', '--selector', 'kubernetes.io/service-name=istiod');
    network.follow(read('service', 'istiod'), items);
    try {
      await work();
    } finally {
      const kinds = 'service,mutatingwebhookconfiguration,validatingwebhookconfiguration';
      server.succeed(['delete', kinds, '--all', '--wait', ...ISTIO]);
      server.succeed(['delete', 'endpointslices', '--all', '--wait', ...ISTIO]);
    }
  }

  function bundle(): string {
    return Buffer.from(root.certificate).toString('base64');
  }
});

interface Cluster {
  readonly server: ApiServer;
  readonly network: ClusterNetwork;
}

const POD = JSON.stringify({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { containers: [{ name: 'web', image: 'nginx' }] },
});

const WRONG = JSON.stringify({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'wrong', namespace: 'shop' },
  spec: { hosts: ['shop.example.com'] },
});

/** Changes the client of every entry of a webhook. */
function changeWebhook(
  { server }: Cluster,
  kind: 'mutating' | 'validating',
  change: (client: object) => object,
  failurePolicy?: string,
): void {
  const name = kind === 'mutating' ? 'istio-sidecar-injector' : 'istiod-default-validator';
  const resource = `${kind}webhookconfiguration`;
  const object = JSON.parse(server.succeed(['get', resource, name, '-o', 'json']));
  const webhooks = object.webhooks.map((entry: { clientConfig: object }) => ({
    ...entry,
    clientConfig: change(entry.clientConfig),
    ...(failurePolicy === undefined ? {} : { failurePolicy }),
  }));
  server.succeed(['replace', '-f', '-'], JSON.stringify({ ...object, webhooks }));
}

/** Returns the cluster of a new pod's sidecar, after the API server has noticed the webhook. */
async function sidecarOf({ server }: Cluster): Promise<string | undefined> {
  const args = ['create', '--dry-run=server', '-o', 'json', '-f', '-'];
  const { stdout, stderr } = await eventually(
    () => server.kubectlBeside(args, POD),
    ({ code, stdout }) => code === 0 && stdout.includes('istio-proxy'),
  );
  if (!stdout.includes('istio-proxy')) throw new Error(`the pod has no sidecar: ${stdout}${stderr}`);
  const { containers } = JSON.parse(stdout).spec;
  const proxy = containers.find(({ name }: { name: string }) => name === 'istio-proxy');
  return proxy.env[0].value;
}

/** Returns why a new pod is refused, after the API server has noticed the webhook. */
async function refusalOf({ server }: Cluster): Promise<string> {
  const { stderr } = await eventually(
    () => server.kubectlBeside(['create', '--dry-run=server', '-f', '-'], POD),
    ({ stderr }) => stderr.includes('failed calling webhook'),
  );
  return stderr;
}

/** Returns the first suitable result, or the last of many. */
async function eventually<Result>(
  ask: () => Promise<Result>,
  isIt: (result: Result) => boolean,
): Promise<Result> {
  for (let tries = 0; ; tries += 1) {
    const result = await ask();
    if (isIt(result) || tries === 60) return result;
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}

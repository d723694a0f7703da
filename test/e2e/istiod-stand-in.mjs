/*
 * A stand-in for how istiod reads remote clusters, as a separate process. It watches labelled Secrets through a real
 * API server and lists EndpointSlices of each remote with the kubeconfig of its Secret, through another one. Like
 * Istio, it uses labels and keys: the first Secret with a cluster counts, a removed key drops its cluster, and the
 * same kubeconfig changes nothing. After a changed kubeconfig, `loses` (1.30.0 to 1.30.3) drops the endpoints that it
 * has just read, because the old registry is closed last and shares their shard (istio#61043). `takes` (1.30.4) keeps
 * them. Source: release-1.30, pkg/kube/multicluster/secretcontroller.go (addRemoteConfig, deleteRemoteConfig). It has
 * no sidecars, serves nothing, and writes its state into a file.
 *
 *   node istiod-stand-in.mjs KUBECTL KUBECONFIG FOLDER loses|takes
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const [kubectl = '', kubeconfig = '', folder = '', mode = 'loses'] = process.argv.slice(2);
const env = (file) => ({ ...process.env, KUBECONFIG: file, HOME: folder });

/** The data of each labelled Secret, by its name, like an informer. */
const cache = new Map();
/** Each cluster that is read, with its Secret, its kubeconfig and its endpoints. */
const clusters = new Map();
/** Names of Secrets that changed since they were last read. A waiting name is in the queue once. */
const queue = new Set();

function endpointsOf(cluster, text) {
  const file = join(folder, `${cluster}.kubeconfig`);
  writeFileSync(file, text, { mode: 0o600 });
  const query = ['get', 'endpointslices', '--namespace', 'shop', '-o', 'json', '--request-timeout', '5s'];
  const { status, stdout } = spawnSync(kubectl, query, { env: env(file), encoding: 'utf8' });
  if (status !== 0) return [];
  return JSON.parse(stdout).items.flatMap(({ endpoints }) => endpoints.flatMap(({ addresses }) => addresses));
}

function lookAt(name) {
  const data = cache.get(name) ?? {};
  for (const [cluster, { secret }] of clusters)
    if (secret === name && data[cluster] === undefined) clusters.delete(cluster);
  for (const [cluster, encoded] of Object.entries(data)) {
    const known = clusters.get(cluster);
    if (known !== undefined && known.secret !== name) continue;
    const text = Buffer.from(encoded, 'base64').toString();
    const hash = createHash('sha256').update(text).digest('hex');
    if (known?.hash === hash) continue;
    const read = endpointsOf(cluster, text);
    const isLost = known !== undefined && mode === 'loses';
    clusters.set(cluster, { secret: name, hash, endpoints: isLost ? [] : read });
  }
}

function work() {
  const [name] = queue;
  if (name === undefined) return;
  queue.delete(name);
  lookAt(name);
  const state = Object.fromEntries(
    [...clusters].map(([cluster, { secret, endpoints }]) => [cluster, { secret, endpoints }]),
  );
  writeFileSync(join(folder, 'state.new'), JSON.stringify(state));
  renameSync(join(folder, 'state.new'), join(folder, 'state.json'));
  setImmediate(work);
}

const path = '/api/v1/namespaces/istio-system/secrets?watch=1&labelSelector=istio%2FmultiCluster%3Dtrue';
const watch = spawn(kubectl, ['get', '--raw', path], {
  env: env(kubeconfig),
  stdio: ['ignore', 'pipe', 'inherit'],
});
createInterface({ input: watch.stdout }).on('line', (row) => {
  const { type, object } = JSON.parse(row);
  const { name } = object.metadata;
  if (type === 'DELETED') cache.delete(name);
  else cache.set(name, object.data ?? {});
  queue.add(name);
  setImmediate(work);
});
watch.once('exit', () => process.exit(1));
process.once('SIGTERM', () => {
  watch.kill();
  process.exit(0);
});

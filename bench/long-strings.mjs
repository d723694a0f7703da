// Measures that the time for one string of mesh.yaml grows with its length, not with the square of it. Reads a mesh for
// each text field and each of some hostile texts, and writes its output if the mesh is valid.
//   node bench/long-strings.mjs            texts of 200,000 characters
//   node bench/long-strings.mjs 1000000    texts of 1,000,000 characters
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const { parseMesh, synthMesh } = createRequire(import.meta.url)(resolve('lib/index.js'));
const length = Number(process.argv[2] ?? 200_000);

const HOSTILE = {
  a: 'a',
  slashes: '/',
  'a:@': 'a:@',
  'a.': 'a.',
  'a,': 'a,',
  base64: 'QUFB',
  blanks: ' ',
  'x=': 'x=',
};
const ISTIO_1_0 = {
  istio: '1.0.9',
  primary: { name: 'hq', addresses: { pilot: '10.8.0.11' } },
  remotes: [{ name: 'eu' }],
};
const CURRENT = {
  istio: '1.30',
  primary: { name: 'hq', addresses: { istiod: '10.8.0.11' } },
  remotes: [{ name: 'eu' }],
};
const FIELDS = [
  [ISTIO_1_0, ['remotes', 0, 'apiServer']],
  [ISTIO_1_0, ['remotes', 0, 'name']],
  [ISTIO_1_0, ['remotes', 0, 'kubernetes']],
  [ISTIO_1_0, ['remotes', 0, 'images', 'hub']],
  [ISTIO_1_0, ['remotes', 0, 'images', 'tag']],
  [ISTIO_1_0, ['remotes', 0, 'proxy', 'accessLogFile']],
  [ISTIO_1_0, ['remotes', 0, 'proxy', 'domain']],
  [ISTIO_1_0, ['remotes', 0, 'proxy', 'includeIpRanges']],
  [ISTIO_1_0, ['remotes', 0, 'proxy', 'statsd', 'host']],
  [ISTIO_1_0, ['remotes', 0, 'citadel', 'certificateLifetime']],
  [ISTIO_1_0, ['remotes', 0, 'citadel', 'resources', 'limits', 'cpu']],
  [ISTIO_1_0, ['remotes', 0, 'sidecarInjector', 'caBundle']],
  [ISTIO_1_0, ['remotes', 0, 'policyChecks']],
  [ISTIO_1_0, ['primary', 'addresses', 'pilot']],
  [CURRENT, ['primary', 'addresses', 'istiod']],
  [CURRENT, ['revision']],
  [CURRENT, ['remotes', 0, 'sidecarInjector', 'url']],
  [CURRENT, ['remotes', 0, 'validation', 'caBundle']],
  [CURRENT, ['primary', 'exposure'], (text) => ({ mode: 'load-balancer', annotations: { a: text } })],
  [CURRENT, ['primary', 'exposure'], (text) => ({ mode: 'load-balancer', annotations: { [text]: 'a' } })],
  [CURRENT, ['argocd'], (text) => ({ repository: text })],
  [CURRENT, ['argocd'], (text) => ({ repository: 'https://git.example.com/a.git', path: text })],
  [CURRENT, ['credentials'], (text) => ({ externalSecrets: { store: { name: 'a' }, key: text } })],
];

function withValue(value, [step, ...rest], leaf) {
  if (step === undefined) return leaf;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[step] = withValue(copy[step], rest, leaf);
  return copy;
}

function timeOf(text, outdir) {
  const begin = performance.now();
  const { mesh } = parseMesh(text, 'mesh.yaml');
  try {
    if (mesh !== undefined) synthMesh(mesh, { outdir });
  } catch (error) {
    if (error.name !== 'UserError') throw error;
  }
  return performance.now() - begin;
}

const folder = mkdtempSync(join(tmpdir(), 'long-strings-'));
try {
  timeOf(JSON.stringify(ISTIO_1_0), join(folder, 'first'));
  const rows = FIELDS.flatMap(([base, path, leafOf = (text) => text], field) =>
    Object.entries(HOSTILE).map(([name, unit], number) => {
      const times = [length / 4, length].map((characters) => {
        const text = unit.repeat(Math.ceil(characters / unit.length)).slice(0, characters - 1);
        const input = withValue(base, path, leafOf(`${text}!`));
        return timeOf(JSON.stringify(input), join(folder, `${field}-${number}`));
      });
      const leaf = leafOf('…');
      return {
        field: `${path.join('.')}${leaf === '…' ? '' : ` ${JSON.stringify(leaf)}`}`,
        text: name,
        times,
      };
    }),
  );
  rows.sort((left, right) => right.times[1] - left.times[1]);
  console.log(
    `The slowest of ${rows.length} texts of ${length} characters, in ms: a fourth of them, all of them`,
  );
  for (const { field, text, times } of rows.slice(0, 12))
    console.log(`  ${times.map((time) => time.toFixed(0).padStart(6)).join(' ')}  ${field}, ${text}`);
} finally {
  rmSync(folder, { recursive: true });
}

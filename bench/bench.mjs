// Measures what docs/performance.md promises, as whole processes with their output on tmpfs. Never part of the tests.
//   npm run bench              everything
//   npm run bench -- --quick   fewer runs, 1,000 clusters at most
// With `helm` on the PATH it stands beside: the chart of $ISTIO_REMOTE_CHART, or else our own output as a chart
// without any template logic, which is cheaper for Helm than the real one.
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { environment, median, minimum, peakMemory, timed } from './measure.mjs';
import { currentMeshOf, meshOf } from './mesh-of.mjs';

/** How a mesh differs from the plain one. */
const KINDS = { plain: '', varied: ', every tenth with options of its own', current: ' of current Istio' };

const quick = process.argv.includes('--quick');
const cli = resolve('lib/bin.js');
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'istio-remote-bench-'));

try {
  const [load] = loadavg();
  console.log(
    `Node ${process.version}, ${availableParallelism()} processors, load ${load.toFixed(1)} at the start, output in ${scratch}`,
  );
  const helm = helmTemplate();
  const one = oneCluster(helm);
  manyClusters(helm === undefined ? undefined : one.helm);
} finally {
  rmSync(scratch, { recursive: true });
}

function oneCluster(helm) {
  const config = meshFile(1);
  const synth = () =>
    timed(process.execPath, [cli, 'synth', '--config', config, '--outdir', join(scratch, 'one')]);
  synth();
  const rounds = quick ? 10 : 30;
  const times = { node: [], synth: [], helm: [] };
  // In turn, so that a drifting machine treats all alike.
  for (let round = 0; round < rounds; round++) {
    times.node.push(timed(process.execPath, ['-e', '0']));
    times.synth.push(synth());
    if (helm !== undefined) times.helm.push(helm());
  }
  console.log(`\nOne cluster, whole process, ${rounds} rounds in turn: median (minimum) in ms`);
  console.log(`  node -e 0       ${shown(times.node)}`);
  console.log(`  synth           ${shown(times.synth)}`);
  if (helm === undefined) console.log('  helm template   not measured: no helm on the PATH');
  else {
    console.log(`  helm template   ${shown(times.helm)}`);
    const pairs = times.synth.map((time, round) => time / times.helm[round]);
    console.log(`  synth / helm    ${median(pairs).toFixed(2)} (median of the pairs; bar 1.00)`);
  }
  return { helm: helm === undefined ? undefined : median(times.helm) };
}

function manyClusters(helm) {
  console.log('\nMany clusters, whole process: ms a cluster');
  const first = new Map();
  for (const [count, kind] of quick
    ? [
        [1000, 'plain'],
        [1000, 'current'],
      ]
    : [1000, 10_000].flatMap((size) => ['plain', 'varied', 'current'].map((mesh) => [size, mesh]))) {
    const config = meshFile(count, kind);
    const args = (outdir) => [cli, 'synth', '--config', config, '--outdir', outdir];
    const fresh = [];
    const again = [];
    for (let round = 0; round < (quick ? 3 : 5); round++) {
      const outdir = join(scratch, `many-${count}`);
      rmSync(outdir, { recursive: true, force: true });
      fresh.push(timed(process.execPath, args(outdir)));
      again.push(timed(process.execPath, args(outdir)));
    }
    const peak = peakMemory(args(join(scratch, `many-${count}`)));
    rmSync(join(scratch, `many-${count}`), { recursive: true });
    const each = median(fresh) / count;
    first.set(`${kind} ${count}`, each);
    const ratios = [
      `first ${each.toFixed(3)} (${(median(fresh) / 1000).toFixed(2)} s)`,
      `unchanged ${(median(again) / count).toFixed(3)} = ${(median(again) / median(fresh)).toFixed(2)} of the first (bar 0.70)`,
      `peak ${peak.toFixed(0)} MB${count === 10_000 ? ' (bar 200)' : ''}`,
      ...(count === 1000
        ? ['bar 1.5']
        : [`${(each / (first.get(`${kind} 1000`) ?? each)).toFixed(2)} of a cluster at 1,000 (bar 1.25)`]),
      ...(helm === undefined
        ? []
        : [`${((helm * count) / median(fresh)).toFixed(0)} times as fast as helm (bar 50 at 1,000)`]),
    ];
    console.log(`  ${count}${KINDS[kind]}: ${ratios.join('; ')}`);
  }
}

function helmTemplate() {
  if (spawnSync('helm', ['version'], { env: environment }).status !== 0) return undefined;
  const chart = process.env.ISTIO_REMOTE_CHART ?? standInChart();
  const values =
    process.env.ISTIO_REMOTE_CHART === undefined
      ? []
      : ['--set', 'global.hub=docker.io/istio,global.tag=1.0.9,global.remotePilotAddress=10.16.0.11'];
  console.log(`helm template of ${process.env.ISTIO_REMOTE_CHART ?? 'our own output as a chart'}`);
  return () => timed('helm', ['template', 'istio-remote', chart, '--namespace', 'istio-system', ...values]);
}

function standInChart() {
  const chart = join(scratch, 'chart');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v1\nname: istio-remote\nversion: 1.0.9\n');
  const outdir = join(scratch, 'chart-source');
  timed(process.execPath, [cli, 'synth', '--config', meshFile(1), '--outdir', outdir]);
  for (const file of readdirSync(join(outdir, 'cluster-0'))) {
    writeFileSync(join(chart, 'templates', file), readFileSync(join(outdir, 'cluster-0', file)));
  }
  return chart;
}

function meshFile(count, kind = 'plain') {
  const file = join(scratch, `mesh-${count}-${kind}.yaml`);
  writeFileSync(file, kind === 'current' ? currentMeshOf(count) : meshOf(count, kind === 'varied'));
  return file;
}

function shown(times) {
  return `${median(times).toFixed(0)} (${minimum(times).toFixed(0)})`;
}

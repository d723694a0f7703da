// Measures the promises of docs/performance.md, as whole processes with their output on tmpfs. Never part of the tests.
//   npm run bench              everything
//   npm run bench -- --quick   fewer runs, 1,000 remotes at most
// If `helm` is on the PATH or in $HELM, it is measured too: with the chart in $ISTIO_REMOTE_CHART, else with our own
// output as a chart without template logic, which is cheaper for Helm than the real one.
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
import { environment, median, minimum, outputOf, peakMemory, timed } from './measure.mjs';
import { currentMeshOf, meshOf } from './mesh-of.mjs';

/** How a mesh differs from the plain one. */
const KINDS = { plain: '', varied: ', every tenth with options of its own', current: ' of current Istio' };

const quick = process.argv.includes('--quick');
const cli = resolve('lib/bin.js');
const helm = process.env.HELM ?? 'helm';
const scratch = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'istio-remote-bench-'));

try {
  const [load] = loadavg();
  console.log(
    `Node ${process.version}, ${availableParallelism()} processors, load ${load.toFixed(1)} at the start, output in ${scratch}`,
  );
  const template = helmTemplate();
  fewRemotes(2, template, 1);
  const each = fewRemotes(10, template, 0.4);
  checkOfTen();
  injection();
  manyRemotes(each);
} finally {
  rmSync(scratch, { recursive: true });
}

/**
 * Measures a primary and some remotes together with the Helm runs that they replace, in turn, so that a drifting
 * machine affects all alike.
 */
function fewRemotes(remotes, template, bar) {
  const synth = synthOf(remotes);
  synth();
  const rounds = quick ? 10 : 30;
  const times = { node: [], synth: [], helm: [] };
  for (let round = 0; round < rounds; round++) {
    times.node.push(timed(process.execPath, ['-e', '0']));
    times.synth.push(synth());
    if (template === undefined) continue;
    let sum = 0;
    for (let remote = 0; remote < remotes; remote++) sum += template();
    times.helm.push(sum);
  }
  console.log(
    `\nA primary and ${remotes} remotes, whole process, ${rounds} rounds in turn: median (minimum) in ms`,
  );
  console.log(`  node -e 0            ${shown(times.node)}`);
  console.log(`  synth                ${shown(times.synth)}`);
  if (template === undefined) {
    console.log('  helm template        not measured: no helm on the PATH');
    return undefined;
  }
  const pairs = times.synth.map((time, round) => time / times.helm[round]);
  console.log(`  ${remotes} × helm template${remotes < 10 ? ' ' : ''}  ${shown(times.helm)}`);
  console.log(
    `  synth / helm         ${median(pairs).toFixed(2)} (median of the rounds; bar ${bar.toFixed(2)})`,
  );
  return median(times.helm) / remotes;
}

function checkOfTen() {
  const outdir = join(scratch, 'few-10');
  const args = [cli, 'check', '--config', meshFile(10), '--outdir', outdir];
  const times = Array.from({ length: quick ? 5 : 15 }, () => timed(process.execPath, args));
  console.log(`\ncheck of 10 remotes: ${shown(times)} ms (bar 1500)`);
}

/** Measures what 1,000 workloads cost after the start of the process. */
function injection() {
  const workload = readFileSync('bench/workload.yaml', 'utf8');
  const runs = [1, 1000].map((count) => {
    const file = join(scratch, `workloads-${count}.yaml`);
    writeFileSync(file, workload.repeat(count));
    const out = join(scratch, 'injected.yaml');
    return [cli, 'inject', '--config', meshFile(1), '--cluster', 'cluster-0', '-f', file, '--output', out];
  });
  const times = runs.map(() => []);
  for (let round = 0; round < (quick ? 3 : 10); round++)
    for (const [index, args] of runs.entries()) times[index].push(timed(process.execPath, args));
  const beyond = median(times[1]) - median(times[0]);
  console.log(
    `\ninject: 1 workload ${shown(times[0])} ms; 1,000 ${shown(times[1])} ms, ${beyond.toFixed(0)} beyond the start (bar 1000)`,
  );
}

function manyRemotes(helmEach) {
  console.log('\nMany remotes, whole process: ms a remote');
  const first = new Map();
  for (const [count, kind] of quick
    ? [
        [1000, 'plain'],
        [1000, 'current'],
      ]
    : [1000, 10_000].flatMap((size) => ['plain', 'varied', 'current'].map((mesh) => [size, mesh]))) {
    const outdir = join(scratch, `many-${count}`);
    const args = [cli, 'synth', '--config', meshFile(count, kind), '--outdir', outdir];
    const fresh = [];
    const again = [];
    for (let round = 0; round < (quick ? 3 : 5); round++) {
      rmSync(outdir, { recursive: true, force: true });
      fresh.push(timed(process.execPath, args));
      again.push(timed(process.execPath, args));
    }
    const { added, changed, removed } = JSON.parse(outputOf(process.execPath, [...args, '--json']));
    const written = added.length + changed.length + removed.length;
    const peak = peakMemory(args);
    rmSync(outdir, { recursive: true });
    const each = median(fresh) / count;
    first.set(`${kind} ${count}`, each);
    const ratios = [
      `first ${each.toFixed(3)} (${(median(fresh) / 1000).toFixed(2)} s)`,
      `unchanged ${(median(again) / count).toFixed(3)} = ${(median(again) / median(fresh)).toFixed(2)} of the first (bar 0.70), ${written} files written (bar 0)`,
      `peak ${peak.toFixed(0)} MB${count === 10_000 ? ' (bar 300)' : ''}`,
      ...(count === 1000
        ? ['bar 1.5']
        : [`${(each / (first.get(`${kind} 1000`) ?? each)).toFixed(2)} of a remote at 1,000 (bar 1.25)`]),
      ...(helmEach === undefined
        ? []
        : [`${((helmEach * count) / median(fresh)).toFixed(0)} times as fast as helm (bar 40 at 1,000)`]),
    ];
    console.log(`  ${count}${KINDS[kind]}: ${ratios.join('; ')}`);
  }
}

/** Returns a function that synthesizes a mesh of some remotes and measures its time. */
function synthOf(remotes) {
  const args = [cli, 'synth', '--config', meshFile(remotes), '--outdir', join(scratch, `few-${remotes}`)];
  return () => timed(process.execPath, args);
}

function helmTemplate() {
  if (spawnSync(helm, ['version'], { env: environment }).status !== 0) return undefined;
  const chart = process.env.ISTIO_REMOTE_CHART ?? standInChart();
  const values =
    process.env.ISTIO_REMOTE_CHART === undefined
      ? []
      : ['--set', 'global.hub=docker.io/istio,global.tag=1.0.9,global.remotePilotAddress=10.16.0.11'];
  console.log(`helm template of ${process.env.ISTIO_REMOTE_CHART ?? 'our own output as a chart'}`);
  return () => timed(helm, ['template', 'istio-remote', chart, '--namespace', 'istio-system', ...values]);
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

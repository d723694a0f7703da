// Renders Istio's charts with the values files of the parity tests and writes the hashes of the output: chart-hashes.json
// in test/lines/istio-1.0/parity and test/lines/istio-current/parity. Also writes the charts' control planes:
// rendered.json in test/lines/*/control-plane. Needs Helm 3 on the PATH, in $HELM or in ../shared/bin.
//
//   node build/chart-hashes.mjs CLONE          extracts the charts of each release from a clone of istio/istio
//   node build/chart-hashes.mjs CLONE FOLDER   keeps the charts in FOLDER, for ISTIO_REMOTE_CHART_ROOT
//   node build/chart-hashes.mjs                uses $ISTIO_REMOTE_CHART_ROOT, else the renderings in ../shared
//
// Cases without a reference keep their hashes.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportsOf } from './bundle.mjs';

const CHARTS_1_0 = ['install/kubernetes/helm/istio-remote', 'install/kubernetes/helm/istio'];
const CHARTS_CURRENT = ['base', 'gateway', 'istio-control/istio-discovery', 'istio-cni', 'ztunnel'].map(
  (chart) => `manifests/charts/${chart}`,
);

const [clone, folder] = process.argv.slice(2);
const temporary =
  clone !== undefined && folder === undefined ? mkdtempSync(join(tmpdir(), 'istio-charts-')) : undefined;
const charts = folder ?? temporary;
try {
  if (clone !== undefined) await takeOut(clone, charts);
  const tests = ['istio-1.0', 'istio-current'].flatMap((line) =>
    ['parity', 'control-plane'].map((room) => `test/lines/${line}/${room}`),
  );
  const { status } = spawnSync(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...tests,
      '--testNamePattern',
      'the committed (?:hashes|renderings)',
      '--update',
    ],
    {
      stdio: 'inherit',
      env: { ...process.env, ...(charts === undefined ? {} : { ISTIO_REMOTE_CHART_ROOT: charts }) },
    },
  );
  process.exitCode = status ?? 1;
} finally {
  if (temporary !== undefined) rmSync(temporary, { recursive: true });
}

/** Writes the charts of each release into a folder named after it. */
async function takeOut(repository, into) {
  for (const [releases, paths] of await comparedReleases()) {
    for (const release of releases) {
      const archive = execFileSync('git', ['-C', repository, 'archive', release, ...paths], {
        maxBuffer: 1 << 28,
      });
      mkdirSync(join(into, release), { recursive: true });
      execFileSync('tar', ['x', '-C', join(into, release)], { input: archive });
    }
  }
}

/** Returns the releases that the tests compare with, and the folders of their charts. */
async function comparedReleases() {
  const { RELEASES_1_0, RELEASES } = await exportsOf('build/compared-releases.ts');
  return [
    [RELEASES_1_0, CHARTS_1_0],
    [RELEASES, CHARTS_CURRENT],
  ];
}

import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../src/lines/mesh-output';
import { loadMesh } from '../../src/lines/read-mesh';
import { meshFiles } from '../../src/output/mesh-files';
import { yamlFilesBelow } from './manifests';

const FOLDER = 'test/golden';
const scenarios = readdirSync(FOLDER).filter((name) => existsSync(`${FOLDER}/${name}/mesh.yaml`));

/** `eu-west-1/istio-remote.golden.yaml` for `eu-west-1/istio-remote.k8s.yaml`. */
function goldenFile(scenario: string, path: string): string {
  return `${FOLDER}/${scenario}/${path.replace('.k8s.yaml', '.golden.yaml').replace(/\.patch$/, '.golden.patch')}`;
}

describe.each(scenarios)('the golden mesh %s', (scenario) => {
  const files = [...meshFiles(outputOf(loadMesh(`${FOLDER}/${scenario}/mesh.yaml`)))];

  it.each(files)('renders $path as reviewed', async ({ path, text }) => {
    await expect(text).toMatchFileSnapshot(`${process.cwd()}/${goldenFile(scenario, path)}`);
  });

  it('renders every file that was reviewed', () => {
    const rendered = files.map(({ path }) => goldenFile(scenario, path)).sort();
    const reviewed = ['.golden.yaml', '.golden.patch'].flatMap((suffix) =>
      yamlFilesBelow(`${FOLDER}/${scenario}`, suffix),
    );
    expect(rendered).toEqual(reviewed.sort());
  });

  it('renders the same bytes again', () => {
    const again = [...meshFiles(outputOf(loadMesh(`${FOLDER}/${scenario}/mesh.yaml`)))];
    expect(again).toEqual(files);
  });
});

import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { outputOf } from '../../src/lines/mesh-output';
import { loadMesh } from '../../src/lines/read-mesh';
import {
  ManifestValidation,
  type ManifestValidationProps,
  type ValidationContext,
} from '../../src/manifest-validation';
import { meshFiles } from '../../src/output/mesh-files';

const folder = mkdtempSync(join(tmpdir(), 'istio-remote-plugin-'));
const FILES = [...meshFiles(outputOf(loadMesh('mesh.yaml')))].map(({ path, text }) => {
  const file = join(folder, 'dist', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
});
const REMOTE = FILES.find((file) => file.includes('eu-west-1')) ?? '';

afterAll(() => rmSync(folder, { recursive: true }));

type Violation = Parameters<ValidationContext['report']['addViolation']>[0];

/** Returns the plugin's report for some manifests. */
async function reported(props: ManifestValidationProps, manifests = FILES) {
  const violations: Violation[] = [];
  const outcome: string[] = [];
  const report = {
    addViolation: (violation: Violation) => violations.push(violation),
    submit: (status: string) => outcome.push(status),
  };
  await new ManifestValidation(props).validate({ manifests, report });
  expect(outcome).toHaveLength(1);
  return { status: outcome[0], violations };
}

describe('the plugin of the cdk8s CLI', () => {
  it('is named in cdk8s.yaml with the version of this package', () => {
    const { validations } = parse(readFileSync('cdk8s.yaml', 'utf8'));
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
    expect(validations).toEqual([{ package: './lib/index.js', version, class: 'ManifestValidation' }]);
  });

  it('finds nothing wrong with what the mesh says', async () => {
    expect(await reported({})).toEqual({ status: 'success', violations: [] });
  });

  it('reports the place, what is wrong and what to do', async () => {
    const broken = join(folder, 'dist/eu-west-1/broken.k8s.yaml');
    writeFileSync(broken, readFileSync(REMOTE, 'utf8').replace('replicas: 1', 'replica: 1'));
    const { status, violations } = await reported({}, [broken]);
    expect(status).toBe('failure');
    expect(violations).toEqual([
      {
        ruleName: 'istio-remote/schema',
        recommendation: 'no such field',
        fix: 'Did you mean "replicas"?',
        violatingResources: [
          {
            resourceName: 'Deployment istio-system/istio-citadel',
            manifestPath: broken,
            locations: [expect.stringMatching(/broken\.k8s\.yaml:\d+:3 spec\.replica$/)],
          },
        ],
      },
    ]);
  });

  it('looks at each file by itself when there is no mesh but a version', async () => {
    const other = join(folder, 'other.k8s.yaml');
    writeFileSync(
      other,
      readFileSync(REMOTE, 'utf8').replace('serviceAccountName: istio', 'serviceAccountName: x'),
    );
    expect((await reported({ kubernetes: '1.21' }, [REMOTE, other])).status).toBe('success');
    expect((await reported({ kubernetes: '1.15' }, [REMOTE])).violations).toHaveLength(1);
  });

  it('says what to set when there is no mesh file', async () => {
    const { status, violations } = await reported({ config: join(folder, 'none.yaml') });
    expect(status).toBe('failure');
    expect(violations).toMatchObject([
      {
        recommendation: expect.stringContaining(
          'none.yaml: expected the mesh of these manifests, found no file',
        ),
        fix: 'Set properties.config to the mesh file, or properties.kubernetes to a version',
      },
    ]);
  });

  it('leaves alone what is no manifest', async () => {
    const page = join(folder, 'dist/README.md');
    writeFileSync(page, '# dist\n');
    expect((await reported({}, [...FILES, page])).status).toBe('success');
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { problemText, UserError } from '../../src/problem';
import { validationOf } from '../../src/validate/validate-files';
import { check, synth, synthToText } from './mesh-commands';

const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes: [{ name: eu, kubernetes: "1.20", injectedWorkloads: [web.yaml] }]
`;

const WEB = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web, imagePullPolicy: Sometimes }] }
`;

const REFUSED =
  /dist\/eu\/workloads\.k8s\.yaml:\d+:\d+ spec\.template\.spec\.containers\[\d\]\.imagePullPolicy: Deployment shop\/web: expected one of Always, IfNotPresent, Never, got "Sometimes"/;

describe('a workload that Kubernetes would refuse', () => {
  let folder = '';
  let options = { config: '', outdir: '', clusters: [] as string[] };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'istio-remote-validation-'));
    writeFileSync(join(folder, 'mesh.yaml'), MESH);
    writeFileSync(join(folder, 'web.yaml'), WEB);
    options = { config: join(folder, 'mesh.yaml'), outdir: join(folder, 'dist'), clusters: [] };
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it('is written by a plain synth, and fails the check', () => {
    synth(options);
    const { upToDate, problems } = check({ ...options, validationOf });
    expect(upToDate).toBe(false);
    expect(problems.map(problemText).filter((line) => REFUSED.test(line))).toHaveLength(1);
  });

  it('keeps a validating synth from writing anything', () => {
    expect(() => synth({ ...options, validationOf })).toThrow(REFUSED);
    expect(() => synth({ ...options, validationOf })).toThrow(UserError);
    expect(existsSync(options.outdir)).toBe(false);
  });

  it('ends a validating synth to standard output with an error', () => {
    expect(() => [...synthToText(options.config, [], validationOf)]).toThrow(/eu\/workloads\.k8s\.yaml:\d+/);
  });

  it('is no longer told of once it is right', () => {
    writeFileSync(join(folder, 'web.yaml'), WEB.replace('Sometimes', 'Always'));
    expect(synth({ ...options, validationOf }).report.added).toContain('eu/workloads.k8s.yaml');
    expect(check({ ...options, validationOf }).upToDate).toBe(true);
  });
});

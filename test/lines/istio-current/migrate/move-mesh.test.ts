import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readYaml } from '../../../../src/kubernetes/text/read-yaml';
import { moveMesh } from '../../../../src/lines/istio-current/migrate/from-1.0/move-mesh';
import { migrateMesh } from '../../../../src/lines/migrate';
import { parseMesh } from '../../../../src/lines/read-mesh';
import { fractionOfMesh } from '../../../../src/mesh/read-mesh';
import { problemText, UserError } from '../../../../src/problem';
import { CA_BUNDLE } from '../../../certificates-in-pem';
import { meshInput } from '../../../mesh/arbitrary-mesh';

const folder = mkdtempSync(join(tmpdir(), 'move-mesh-'));
afterAll(() => rmSync(folder, { recursive: true }));

const MINIMAL = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes: [{ name: eu }]
`;

/** Returns the moved mesh and its warnings, for a mesh that differs from the minimal one. */
function moved(yaml = MINIMAL, to = '1.30') {
  const { mesh, problems } = parseMesh(yaml, 'mesh.yaml', { alone: true });
  if (mesh === undefined) throw new UserError(problems);
  const source = readYaml(yaml, 'mesh.yaml', fractionOfMesh);
  const { text, dropped } = moveMesh(source.value, 'mesh.yaml', to);
  const warnings = source.locate(dropped);
  return {
    text,
    input: readYaml(text, 'mesh.yaml').value,
    warnings: warnings.map((warning) => problemText({ ...warning, file: 'mesh.yaml' })),
  };
}

function refusal(yaml: string, to = '1.30'): string {
  try {
    moved(yaml, to);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('expected a UserError');
}

describe('migrate --to', () => {
  it('keeps the clusters, and the address of Pilot as the place to correct', () => {
    expect(moved().input).toEqual({
      istio: '1.30',
      primary: { name: 'hq', addresses: { istiod: '10.8.0.11' } },
      remotes: [{ name: 'eu' }],
    });
    expect(moved().warnings).toEqual([]);
  });

  it('keeps networks, contexts, injected namespaces and shared services', () => {
    const { input, warnings } = moved(`istio: 1.0.9
primary: { name: hq, namespace: mesh, podCidrs: [10.0.0.0/16], context: hq, addresses: { pilot: 10.8.0.11 } }
defaults: { injectedNamespaces: [shop] }
remotes: [{ name: eu, apiServer: "https://10.20.0.2:6443", kubeconfig: eu.conf, sidecarInjector: { injectByDefault: true } }]
sharedServices: [{ service: shop/cart, from: eu }]
`);
    expect(warnings).toEqual([]);
    expect(input).toEqual({
      istio: '1.30',
      primary: {
        name: 'hq',
        namespace: 'mesh',
        podCidrs: ['10.0.0.0/16'],
        context: 'hq',
        addresses: { istiod: '10.8.0.11' },
      },
      defaults: { injectedNamespaces: ['shop'] },
      remotes: [
        {
          name: 'eu',
          apiServer: 'https://10.20.0.2:6443',
          kubeconfig: 'eu.conf',
          sidecarInjector: { injectByDefault: true },
        },
      ],
      sharedServices: [{ service: 'shop/cart', from: 'eu' }],
    });
  });

  it('says where an option without an equivalent stands, and what to do instead', () => {
    const { text, warnings } = moved(`istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes:
  - name: eu
    proxy: { accessLogFile: "" }
`);
    const reason =
      "is the primary's now: set meshConfig.accessLogFile in the Helm values of istiod, for all clusters";
    expect(warnings).toEqual([
      `mesh.yaml:5:29 remotes[0].proxy.accessLogFile: warning: has no equivalent in a mesh of Istio 1.30: it ${reason}`,
    ]);
    expect(text).toContain(`#   proxy.accessLogFile ${reason}`);
  });

  it('says once what goes from many remotes', () => {
    const remotes = ['a', 'b', 'c'].map((name) => `  - { name: ${name}, tracing: false }`).join('\n');
    const { warnings } = moved(
      `istio: 1.0.9\nprimary: { name: hq, addresses: { pilot: 10.8.0.11 } }\nremotes:\n${remotes}\n`,
    );
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('4:25 remotes[0].tracing: warning: has no equivalent');
    expect(warnings[0]).toContain('here and in 2 more places');
  });

  it('says what happens to injection by hand, and nothing about a webhook that was on', () => {
    const withInjector = (enabled: boolean) =>
      moved(MINIMAL.replace('name: eu', `name: eu, sidecarInjector: { enabled: ${enabled} }`)).warnings;
    expect(withInjector(true)).toEqual([]);
    expect(withInjector(false).join()).toContain('stood for injection by hand');
  });

  it('leaves out a Kubernetes that the release does not run on, and keeps one that it does', () => {
    const old = moved(MINIMAL.replace('name: eu', 'name: eu, kubernetes: "1.21"'));
    expect(old.input).toMatchObject({ remotes: [{ name: 'eu' }] });
    expect(old.warnings.join()).toContain('runs on Kubernetes 1.32 and newer, Istio 1.0 up to 1.21');
    const unsupported = `name: eu, kubernetes: "1.33", allowUnsupportedKubernetes: true, sidecarInjector: { caBundle: ${CA_BUNDLE} }`;
    expect(moved(MINIMAL.replace('name: eu', unsupported)).input).toMatchObject({
      remotes: [{ name: 'eu', kubernetes: '1.33' }],
    });
  });

  it.each([
    ['pod-ip', undefined],
    [
      '{ mode: load-balancer, annotations: { a.example.com/internal: "true" } }',
      { mode: 'load-balancer', annotations: { 'a.example.com/internal': 'true' } },
    ],
    ['{ mode: load-balancer, ports: needed }', 'load-balancer'],
    ['ingress-gateway', 'east-west-gateway'],
    ['{ mode: dedicated-gateway, replicas: 3 }', { mode: 'east-west-gateway', minReplicas: 3 }],
    [
      '{ mode: dedicated-gateway, replicas: 7 }',
      { mode: 'east-west-gateway', minReplicas: 7, maxReplicas: 7 },
    ],
  ])('turns exposure %s into that of istiod', (exposure, wanted) => {
    const { input } = moved(MINIMAL.replace('name: hq', `name: hq, exposure: ${exposure}`));
    const { primary } = input as { primary: Record<string, unknown> };
    expect(primary.exposure).toEqual(wanted);
  });

  it('refuses a release of Istio 1.0 or of no line', () => {
    expect(refusal(MINIMAL, '1.0.9')).toBe(
      '--to: expected release 1.28 or newer, got "1.0.9". Name the release to move to',
    );
    expect(refusal(MINIMAL, 'latest')).toContain('got "latest"');
  });

  it('refuses a mesh of current Istio, and says what to do instead', async () => {
    const current =
      'istio: "1.28"\nprimary: { name: hq, addresses: { istiod: 10.8.0.11 } }\nremotes: [{ name: eu }]\n';
    const file = join(folder, 'mesh.yaml');
    writeFileSync(file, current);
    await expect(migrateMesh(file, '1.30')).rejects.toThrow(
      'mesh.yaml:1:8 istio: expected a mesh of Istio 1.0, got one of 1.28. Write the new release in `istio`',
    );
  });

  it('refuses a mesh with mistakes', () => {
    expect(refusal(MINIMAL.replace('name: eu', 'nam: eu'))).toContain('remotes[0].nam: unknown key');
  });

  it('makes a valid mesh of any mesh, with every cluster in it', () => {
    fc.assert(
      fc.property(meshInput, (input) => {
        const { mesh } = parseMesh(moveMesh(input, 'mesh.yaml', '1.31.2').text, 'moved.yaml');
        expect(mesh?.line).toBe('current');
        expect(mesh?.remotes.map(({ name }) => name)).toEqual(input.remotes.map(({ name }) => name));
      }),
      { numRuns: 40 },
    );
  });
});

import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import { page } from '../docs/pages';
import { ApiServer, apiServerFor } from './api-server';
import { examined, statusOf } from './examine';
import { bin, run } from './run';
import { Sandbox } from './sandbox';

const binaries = apiServerFor('current');
const NAMESPACES = ['pay', 'shop'] as const;
const REVISIONS = ['1-29', '1-30'] as const;

/** A block of the page, by its position. */
interface Step {
  readonly language: string;
  readonly text: string;
}

const [guide = ''] = page('docs/upgrading-istiod.md').text.split('\n## Who chooses what');
const steps: readonly Step[] = [...guide.matchAll(/^```(yaml|diff|bash)\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', text = '']) => ({ language, text }),
);
const scripts = steps.filter(({ language }) => language === 'bash');

/** The istiod that a cluster's API server calls after each script: for pay, for shop. */
type Asked = Readonly<Record<'eu' | 'us', readonly [pay: string, shop: string]>>;
const [OLD, NEW, MIXED] = [
  ['1-29', '1-29'],
  ['1-30', '1-30'],
  ['1-30', '1-29'],
] as const;
const EXPECTED: readonly Asked[] = [
  { eu: OLD, us: OLD },
  { eu: MIXED, us: OLD },
  { eu: MIXED, us: OLD },
  { eu: NEW, us: OLD },
  { eu: NEW, us: NEW },
  { eu: OLD, us: OLD },
  { eu: NEW, us: NEW },
  { eu: NEW, us: NEW },
  { eu: NEW, us: NEW },
];

describe.skipIf(binaries === undefined)('the page on upgrading istiod, on three real API servers', () => {
  let sandbox: Sandbox;
  let hq: ApiServer;
  const remotes: Partial<Record<'eu' | 'us', ApiServer>> = {};
  let shared: string;

  beforeAll(async () => {
    if (binaries === undefined) return;
    sandbox = new Sandbox({});
    hq = await ApiServer.start(binaries);
    hq.succeed(['create', 'namespace', 'istio-system']);
    for (const revision of REVISIONS) standInForInstallation(revision);
    for (const name of ['eu', 'us'] as const) {
      const server = await ApiServer.start(binaries);
      remotes[name] = server;
      for (const namespace of NAMESPACES) {
        server.succeed(['create', 'namespace', namespace]);
        server.succeed(['create', 'deployment', 'app', '--image=app:1', '--namespace', namespace]);
      }
    }
    const clusters = { hq, ...remotes };
    sandbox.write('kubeconfig', kubeconfigOf(clusters));
    sandbox.write('bin/npx', `#!/bin/sh\nshift 2\nexec '${process.execPath}' '${bin()}' "$@"\n`);
    sandbox.write('bin/kubectl', `#!/bin/sh\nexec '${join(binaries.assets, 'kubectl')}' "$@"\n`);
    for (const name of ['npx', 'kubectl']) chmodSync(sandbox.path(`bin/${name}`), 0o755);
  });

  afterAll(() => {
    for (const server of [hq, ...Object.values(remotes)]) server?.stop();
    sandbox?.[Symbol.dispose]();
  });

  it('begins with one revision', async () => {
    const [first] = steps;
    sandbox.write('mesh.yaml', first?.text ?? '');
    follow('npx --no istio-remote synth');
    for (const name of ['eu', 'us'] as const) {
      follow(`kubectl --context ${name} apply -f dist/${name}`);
      await remotes[name]?.token('istio-reader-service-account-istio-remote-secret-token');
    }
    expect(asked()).toEqual({ eu: OLD, us: OLD });
    shared = sharedObjects();
  });

  it('has a state for each of its scripts', () => {
    expect(scripts.length).toBe(EXPECTED.length);
  });

  it.each(scripts.map((script, index) => [index + 1, script] as const))(
    'moves what it says, and nothing else, by script %i',
    (number, script) => {
      const at = steps.indexOf(script);
      const previous = steps.findLastIndex(({ language }, index) => language === 'bash' && index < at);
      for (const { language, text } of steps.slice(previous + 1, at)) if (language === 'diff') edit(text);
      const said = follow(script.text);
      const expected = EXPECTED[number - 1];
      expect(asked()).toEqual(expected);
      // The moves that the summary of the page lists.
      const before = EXPECTED[number - 2] ?? EXPECTED[0];
      for (const name of ['eu', 'us'] as const) {
        const moved = NAMESPACES.filter((_, index) => before?.[name][index] !== expected?.[name][index]);
        if (moved.length > 0 && script.text.includes('check --summary'))
          expect(said).toMatch(
            new RegExp(`${moved.map((one) => `\`${one}\``).join(', ')} moves? from revision`),
          );
      }
      if (script.text.includes('doctor')) expectHealthy(number === scripts.length ? ['1-30'] : REVISIONS);
    },
    120_000,
  );

  it('shows the line of the summary as it is printed', () => {
    const shown = /^```text\n(- Namespace .*)\n```$/m.exec(guide)?.[1];
    expect(shown).toBe('- Namespace `pay` moves from revision `1-29` to revision `1-30`.');
  });

  it('leaves what all revisions share untouched, and nothing of the old revision behind', () => {
    expect(sharedObjects()).toBe(shared);
    expect(sandbox.files('dist/eu')).toEqual([
      'istio-remote.k8s.yaml',
      'revision-1-30.k8s.yaml',
      'revisions-in-use.k8s.yaml',
    ]);
    for (const server of Object.values(remotes)) {
      const left = server.succeed([
        'get',
        'clusterroles,clusterrolebindings,services,endpointslices,mutatingwebhookconfigurations,validatingwebhookconfigurations',
        '--all-namespaces',
        '--selector',
        'app.kubernetes.io/managed-by=cdk8s-istio-remote',
        '-o',
        'name',
      ]);
      expect(left).toContain('istio-sidecar-injector-1-30');
      expect(left).not.toContain('1-29');
    }
  });

  /** Applies a block of lines that go and come. */
  function edit(diff: string): void {
    const lines = diff.split('\n').slice(0, -1);
    const side = (sign: string) =>
      lines
        .filter((line) => !line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join('');
    const text = sandbox.read('mesh.yaml');
    expect(text.split(side('+'))).toHaveLength(2);
    sandbox.write('mesh.yaml', text.replace(side('+'), side('-')));
  }

  /** Runs the commands of a script as they stand, and has istiod fill in what it would after each apply. */
  function follow(script: string): string {
    return script
      .trimEnd()
      .split('\n')
      .map((line) => {
        const { code, stdout, stderr } = run('sh', ['-c', line], {
          cwd: sandbox.folder,
          env: {
            KUBECONFIG: sandbox.path('kubeconfig'),
            HOME: sandbox.folder,
            PATH: `${sandbox.path('bin')}:${process.env.PATH}`,
          },
        });
        // The one because dist/ is not written yet, the other because no real istiod runs here.
        const mayFail = /check --summary$|doctor$/.test(line);
        if (!mayFail) expect(code, `${line}: ${stderr}`).toBe(0);
        const [, name] = /--context (eu|us) apply/.exec(line) ?? [];
        if (name === 'eu' || name === 'us') standInForIstiod(remotes[name]);
        return stdout;
      })
      .join('');
  }

  /**
   * Whom each API server asks for a sidecar of a new pod. Nothing answers at the Service of istiod here, so the API server
   * refuses the pod and says which URL it called.
   */
  function asked(): Record<string, string[]> {
    return Object.fromEntries(
      Object.entries(remotes).map(([name, server]) => [
        name,
        NAMESPACES.map((namespace) => {
          const { stderr } = server.kubectl([
            ...['run', 'probe', '--image=app:1', '--namespace', namespace],
            ...['--dry-run=server', '--request-timeout=1s'],
          ]);
          return (
            /https:\/\/istiod-([\w-]+)\.istio-system\.svc:443\/inject\/cluster\/(?:eu|us)\?/.exec(
              stderr,
            )?.[1] ?? stderr
          );
        }),
      ]),
    );
  }

  function expectHealthy(revisions: readonly string[]): void {
    const env = process.env.KUBECONFIG;
    process.env.KUBECONFIG = sandbox.path('kubeconfig');
    const found = examined(sandbox, []);
    if (env === undefined) delete process.env.KUBECONFIG;
    else process.env.KUBECONFIG = env;
    const checks = [
      ...[
        'reader-account',
        'istiod-service',
        'webhook',
        'revision-tags',
        'validation',
        'injected-namespaces',
      ],
    ];
    for (const name of ['eu', 'us'])
      expect(checks.map((check) => [name, check, statusOf(found, name, check)])).toEqual(
        checks.map((check) => [name, check, 'ok']),
      );
    const istiods = found.filter(({ cluster, check }) => cluster === 'hq' && check === 'istiod');
    expect(istiods.map(({ message }) => message)).toEqual(
      revisions.map((revision) => `istiod-${revision} runs and manages the clusters of hq`),
    );
  }

  /** What no step of the upgrade may make anew: the namespace, the account and its token. */
  function sharedObjects(): string {
    return Object.values(remotes)
      .map((server) =>
        server.succeed([
          ...['get', 'namespace/istio-system', 'serviceaccount/istio-reader-service-account'],
          ...['secret/istio-reader-service-account-istio-remote-secret-token', '--namespace', 'istio-system'],
          ...['-o', 'jsonpath={.items[*].metadata.uid}'],
        ]),
      )
      .join();
  }

  /** Stands in for the installation of istiod: a Deployment as the chart makes it, said to be available. No pod runs. */
  function standInForInstallation(revision: string): void {
    const name = `istiod-${revision}`;
    const labels = { app: 'istiod', 'istio.io/rev': revision };
    const env = [
      { name: 'EXTERNAL_ISTIOD', value: 'true' },
      { name: 'CLUSTER_ID', value: 'hq' },
    ];
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace: 'istio-system', labels },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'discovery', image: 'pilot:1', env }] },
        },
      },
    };
    hq.succeed(['create', '-f', '-'], JSON.stringify(deployment));
    hq.succeed([
      ...['patch', 'deployment', name, '--namespace', 'istio-system', '--subresource=status'],
      ...[
        '--type=merge',
        '--patch',
        JSON.stringify({ status: { replicas: 1, readyReplicas: 1, availableReplicas: 1 } }),
      ],
    ]);
  }

  /** Stands in for what every istiod writes into a remote: its root, into namespaces and into the webhooks of its revision. */
  function standInForIstiod(server: ApiServer | undefined): void {
    if (server === undefined) return;
    const root = readFileSync(join(hq.folder, 'server', 'ca.crt'), 'utf8');
    const maps = ['istio-system', ...NAMESPACES].map((namespace) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio-ca-root-cert', namespace },
      data: { 'root-cert.pem': root },
    }));
    const { items } = JSON.parse(
      server.succeed(['get', 'mutatingwebhookconfigurations', '--selector', 'istio.io/rev', '-o', 'json']),
    ) as { items: (KubeObject & { webhooks: { clientConfig: object }[] })[] };
    const filled = items.map((webhook) => ({
      ...webhook,
      webhooks: webhook.webhooks.map((entry) => ({
        ...entry,
        clientConfig: { ...entry.clientConfig, caBundle: Buffer.from(root).toString('base64') },
      })),
    }));
    const list = { apiVersion: 'v1', kind: 'List', items: [...maps, ...filled] };
    server.succeed(
      ['apply', '--server-side', '--force-conflicts', '--field-manager=istiod', '-f', '-'],
      JSON.stringify({ ...list, items: list.items.map(withoutServerFields) }),
    );
  }
});

/** What the server alone writes. */
function withoutServerFields<T extends { readonly metadata: object }>(object: T): T {
  const { name, namespace, labels } = object.metadata as KubeObject['metadata'];
  return { ...object, metadata: { name, namespace, labels } };
}

/** One kubeconfig with a context for each cluster, by its name. */
function kubeconfigOf(servers: Readonly<Record<string, ApiServer>>): string {
  const entries = Object.entries(servers).map(([name, server]) => {
    const text = readFileSync(server.kubeconfig, 'utf8');
    const part = (key: string) =>
      new RegExp(`^${key}: \\[\\{name: \\w+, (.*)\\}\\]$`, 'm').exec(text)?.[1] ?? '';
    return {
      clusters: `{name: ${name}, ${part('clusters')}}`,
      users: `{name: ${name}, ${part('users')}}`,
      contexts: `{name: ${name}, context: {cluster: ${name}, user: ${name}}}`,
    };
  });
  const list = (key: 'clusters' | 'users' | 'contexts') =>
    `${key}: [${entries.map((entry) => entry[key]).join(', ')}]\n`;
  return `apiVersion: v1\nkind: Config\n${list('clusters')}${list('users')}${list('contexts')}`;
}

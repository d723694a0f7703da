import { describe, expect, it } from 'vitest';
import { parseMesh } from '../../src/lines/read-mesh';
import { placesIn } from '../../src/review/cluster-places';
import { istioRemote } from '../cli/recorded-terminal';
import { Sandbox } from '../e2e/sandbox';
import { FakeApiServer } from '../kubernetes/api/fake-api-server';
import { kubeconfigOf } from '../kubernetes/api/fake-mesh';
import { filesOf, markdownOf, reviewOf } from '../review/mesh-change';
import { codeBlocks, PAGES } from './pages';
import { commandsIn } from './text-blocks';

const ADDRESSES = 'addresses: { pilot: 10.8.0.11, zipkin: 10.8.0.14 }';
const MESH = `istio: 1.0.9
primary: { name: hq, ${ADDRESSES} }
remotes:
  - { name: eu-west-1, pilotService: true, injectedNamespaces: [shop] }
`;
const EXPOSED = MESH.replace(
  ` }\nremotes`,
  `, exposure: { mode: load-balancer, annotations: {} } }\nremotes`,
);
const TWO_REVISIONS = `istio: "1.30"
revisions: [{ name: 1-29, istio: "1.29" }, { name: 1-30 }]
primary: { name: hq, addresses: { istiod: 10.8.0.11 } }
remotes: [{ name: eu, injectedNamespaces: [pay], revision: 1-29 }]
`;
const ROLLOUT = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: web
  namespace: shop
spec:
  template:
    spec:
      containers: [{ name: web, image: web }]
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: web
          imagePullPolicy: Sometimes
`;

/** The summary of a change of a mesh. */
function summaryOf(before: string, after: string): string {
  const { mesh } = parseMesh(after, 'mesh.yaml');
  if (mesh === undefined) throw new Error('expected a valid mesh');
  return markdownOf(reviewOf(filesOf(before), filesOf(after), placesIn(mesh)));
}

/** Returns the output of a command in a folder with these files. */
async function printed(
  files: Readonly<Record<string, string>>,
  ...words: readonly string[]
): Promise<string> {
  using sandbox = new Sandbox(files);
  const { out, err } = await istioRemote(words.map((word) => word.replace('FOLDER', sandbox.folder)));
  return `${out}${err}`.replaceAll(`${sandbox.folder}/`, '').replaceAll(' --config mesh.yaml', '');
}

/** Returns the output of `addresses` for a primary whose load balancers have these addresses. */
async function addressesOf(live: Readonly<Record<string, string | undefined>>): Promise<string> {
  await using server = await FakeApiServer.start();
  for (const [component, ip] of Object.entries(live))
    server.put({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: `istio-${component}-exposed`, namespace: 'istio-system' },
      spec: { type: 'LoadBalancer', ports: [{ port: 15007 }] },
      status: { loadBalancer: ip === undefined ? {} : { ingress: [{ ip }] } },
    });
  const written = 'addresses: { pilot: 10.16.0.11, policy: 10.16.0.12, telemetry: 10.16.0.13 }';
  const files = {
    'mesh.yaml': EXPOSED.replace(ADDRESSES, written),
    kubeconfig: kubeconfigOf({ hq: server.url }),
  };
  return await printed(
    files,
    ...'addresses --kubeconfig FOLDER/kubeconfig --config FOLDER/mesh.yaml'.split(' '),
  );
}

/** A block's first line, and its real source. */
const SHOWN: Readonly<Record<string, () => string | Promise<string>>> = {
  '$ npx --no istio-remote addresses': () =>
    addressesOf({ pilot: '10.16.0.21', policy: '10.16.0.12', telemetry: undefined }),
  '# istio-remote control-plane hq': () =>
    printed(
      {
        'mesh.yaml': TWO_REVISIONS.replace('istio: "1.30"\nrevisions: ', 'istio: 1.30.3\n#').replace(
          ', revision: 1-29',
          '',
        ),
      },
      ...'control-plane hq --config FOLDER/mesh.yaml'.split(' '),
    ),
  'rollout.yaml:8:5': () =>
    printed(
      { 'mesh.yaml': MESH, 'rollout.yaml': ROLLOUT },
      ...'inject -f FOLDER/rollout.yaml --config FOLDER/mesh.yaml'.split(' '),
    ),
  'dist/eu-west-1/workloads.k8s.yaml': () =>
    printed(
      {
        'mesh.yaml': MESH.replace('[shop]', '[shop], injectedWorkloads: [web.yaml]'),
        'web.yaml': DEPLOYMENT,
      },
      ...'check --config FOLDER/mesh.yaml --outdir FOLDER/dist'.split(' '),
    ),
  '### `eu-west-1`': () => summaryOf(MESH, MESH.replace('10.8.0.14', '10.8.0.15').replace('[shop]', '[]')),
  '- Namespace `pay` moves': () =>
    summaryOf(TWO_REVISIONS, TWO_REVISIONS.replace('revision: 1-29', 'revision: 1-30')),
  'kubectl --context hq --namespace istio-system delete --ignore-not-found service/zipkin-exposed': () =>
    summaryOf(EXPOSED, MESH),
  'kubectl --context hq --namespace istio-system delete --ignore-not-found service/istio-pilot-exposed':
    () => {
      const [before, after] = [EXPOSED, MESH].map((text) => text.replace(', zipkin: 10.8.0.14', ''));
      return summaryOf(before ?? '', (after ?? '').replace('[shop]', '[]'));
    },
  'kubectl --context eu label namespace pay': () =>
    summaryOf(
      TWO_REVISIONS.replace(/revisions.*\n/, '').replace(', revision: 1-29', ''),
      TWO_REVISIONS.replace(/revisions.*\n/, '').replace('[pay], revision: 1-29', '[]'),
    ),
};

/** Blocks that no program prints, or that another test compares, by their first line. */
const NOT_SHOWN: Readonly<Record<string, string>> = {
  '# By hand': "commands of Istio's guide, which this tool replaces",
  'dist/eu-west-1/istio-remote.k8s.yaml':
    'configuration.test.ts compares it with the objects of the mesh above it',
  'mesh.yaml:6:12': 'configuration.test.ts compares it with the errors of a mesh',
  'certs/': 'a folder with comments; test/certificates has its files',
  'sidecar.ts   image:': 'two ways to write one thing',
  'eu-west-1: Application': 'test/membership/leave-managed.test.ts has the message',
  'dist/README.md': 'a folder with comments; test/output has its files',
  'dist/** linguist-generated=true': 'test/output/starter-project.test.ts has the line',
};

const BLOCKS = PAGES.filter(({ file }) => file !== 'CONTRIBUTING.md').flatMap((page) =>
  codeBlocks(page, 'text').map((block) => ({
    file: page.file,
    block,
    title: `${page.file}: ${block.slice(0, 40)}`,
  })),
);

describe('a block of text', () => {
  it('has commands, which test/e2e/docs-commands.test.ts runs, or is shown by a program, or is listed', () => {
    const known = [...Object.keys(SHOWN), ...Object.keys(NOT_SHOWN)];
    const unknown = BLOCKS.filter(
      ({ block }) => commandsIn(block) === undefined && !known.some((start) => block.startsWith(start)),
    );
    expect(unknown.map(({ title }) => title)).toEqual([]);
    expect(known.filter((start) => !BLOCKS.some(({ block }) => block.startsWith(start)))).toEqual([]);
  });

  it.each(Object.entries(SHOWN))('is what a program prints: %s', async (start, print) => {
    const output = onOneLine(await print());
    for (const { block } of BLOCKS.filter((one) => one.block.startsWith(start)))
      for (const piece of piecesOf(block)) expect(output).toContain(piece);
  });
});

/** The output of a program: between `…`, and of each command alone. */
function piecesOf(block: string): string[] {
  const shown = block.replaceAll(/^\$ .*\n/gm, '');
  return shown.split(block.startsWith('kubectl') ? '\n' : '…').map(onOneLine);
}

/** Pages fold long lines. */
function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { LARGEST_SUMMARY } from '../../../src/review/markdown/print-review';
import { jwt } from '../../secret-scan/planted';
import { filesOf, MESH, markdownOf, markdownOfObjects, reviewOf } from '../mesh-change';

const PLANTED_TOKEN = jwt();

const configMap = (data: object, name = 'settings') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'shop' },
  data,
});

describe('the summary of a merge request', () => {
  it('says for a cluster what happens to its objects and what follows', () => {
    const after = MESH.replace('zipkin: 10.8.0.14', 'zipkin: 10.8.0.15').replace('[shop]', '[]');
    expect(markdownOf(reviewOf(filesOf(MESH), filesOf(after)))).toBe(`<!-- istio-remote check --summary -->
## Changes to the mesh

Compared with \`main\`, 1 folder of the output changes: 1 object changed, 1 removed. The mesh has 3 clusters.

### \`eu\`: 1 object changed, 1 removed

**Sidecars restart: yes**, for the change to reach them: create the pods of injected workloads again.

- Namespace \`shop\` leaves the output. If Argo CD prunes, it deletes the namespace with everything in it. Otherwise it stays labelled: remove \`istio-injection\` by hand, or its new pods still start with a proxy.
- The mesh config changes: only pods created afterwards get it; sidecars that run keep what they have until their pods are created again.

Changed:

- ConfigMap \`istio-system/istio\`
  - \`data.mesh.defaultConfig.zipkinAddress\`: \`10.8.0.14:9411\` → \`10.8.0.15:9411\`

Removed:

- Namespace \`shop\`

\`kubectl apply\` deletes nothing: objects that are removed here stay in the cluster and keep working. Where Argo CD does not prune them, run:

\`\`\`sh
kubectl --context eu label namespace shop istio-injection-
\`\`\`

`);
  });

  it('says that nothing changes', () => {
    const summary = markdownOf(reviewOf(filesOf(MESH), filesOf(MESH)));
    expect(summary).toContain('Compared with `main`, no cluster changes.');
  });

  it('compares texts line by line', () => {
    const text = (middle: string) => configMap({ a: `one\n${middle}\nthree` });
    const summary = markdownOfObjects([text('two')], [text('2 ``` <b>')]);
    expect(summary).toContain(
      '    ````diff\n    @@ line 1 @@\n     one\n    -two\n    +2 ``` <b>\n     three\n    ````\n',
    );
  });

  it('says only that a text changes when nearly all of its lines do', () => {
    const text = (word: string) =>
      configMap({ a: Array.from({ length: 20_000 }, (_, line) => `${word} ${line}`).join('\n') });
    expect(markdownOfObjects([text('a')], [text('b')])).toContain('  - `data.a`: the text changes\n');
  });

  it('shortens long values, and says so when what differs is behind the cut', () => {
    const long = 'x'.repeat(500);
    const summary = markdownOfObjects([configMap({ a: long })], [configMap({ a: `${long}y` })]);
    expect(summary).toContain(`\`data.a\`: changed after the first characters, \`${'x'.repeat(99)}…\``);
  });

  it('shows what differs between a text and a number', () => {
    expect(markdownOfObjects([configMap({ a: '1' })], [configMap({ a: 1 })])).toContain('`"1"` → `1`');
  });

  it('shows no value of a Secret', () => {
    const secret = (value: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's' },
      stringData: { a: value },
    });
    const summary = markdownOfObjects([secret('morning')], [secret('evening')]);
    expect(summary).toContain('`stringData.a` (the values of a Secret are not shown)');
    expect(summary).not.toMatch(/morning|evening/);
  });

  it.each([
    ['a value', configMap({ a: PLANTED_TOKEN })],
    ['a text of several lines', configMap({ a: `first\ntoken: ${PLANTED_TOKEN}\n` })],
    ['a key', configMap({ [PLANTED_TOKEN]: 'b' })],
    ['a name', configMap({}, PLANTED_TOKEN)],
  ])('repeats no credential that is in %s', (_, object) => {
    for (const [before, after] of [
      [[configMap({ a: 'b' })], [object]],
      [[object], [configMap({ a: 'b' })]],
    ] as const) {
      const summary = markdownOfObjects(before, after);
      expect(summary).not.toContain(PLANTED_TOKEN.slice(0, 40));
      expect(summary).toContain('credential');
    }
  });

  it('contains no HTML element except its own, whatever the names of the objects', () => {
    const evil = '</details><script>`alert`</script>\n\n# @all [x](http://evil) <!--';
    const object = (x: string) => ({
      apiVersion: `v${evil}`,
      kind: evil,
      metadata: { name: evil, namespace: evil },
      [evil]: x,
    });
    const many = (x: string) =>
      Array.from({ length: 30 }, (_, index) => configMap({ a: x + evil }, `${evil}${index}`));
    const summary = markdownOfObjects([object('1'), ...many('1')], [object('2'), ...many('2')]);
    const found: string[] = [];
    marked.walkTokens(marked.lexer(summary), (token) => {
      if (['html', 'link', 'image'].includes(token.type)) found.push(token.raw.trim());
    });
    expect(found).toEqual([
      '<!-- istio-remote check --summary -->',
      '<details><summary>31 objects changed</summary>',
      '</details>',
    ]);
  });

  it('reports documents that are no objects', () => {
    const review = reviewOf(
      new Map([['eu/services.k8s.yaml', '---\na: [\n']]),
      new Map([['eu/services.k8s.yaml', '---\nb: [\n']]),
    );
    expect(markdownOf(review)).toContain('2 documents that no object of Kubernetes can be read from differ.');
  });

  it('names files that are no manifests', () => {
    const review = reviewOf(new Map([['README.md', 'a']]), new Map([['README.md', 'b']]));
    expect(markdownOf(review)).toContain('Other files: `README.md` (changed).');
  });

  it('does not take an object for changed that moves to another file', () => {
    const text = `---\n${JSON.stringify(configMap({}))}\n`;
    const review = reviewOf(
      new Map([['eu/services.k8s.yaml', text]]),
      new Map([['eu/services-2.k8s.yaml', text]]),
    );
    expect(review.sections).toEqual([]);
  });
});

describe('many clusters', () => {
  const remotes = (count: number) => Array.from({ length: count }, (_, index) => `r${index}`);
  const mesh = (count: number, zipkin: string) =>
    `istio: 1.0.9\nprimary: { name: hq, addresses: { pilot: 10.0.0.1, zipkin: ${zipkin} } }\nremotes:\n${remotes(
      count,
    )
      .map((name) => `  - { name: ${name} }\n`)
      .join('')}`;

  it('are one section when the same happens to all of them', () => {
    const summary = markdownOf(reviewOf(filesOf(mesh(500, '10.0.0.2')), filesOf(mesh(500, '10.0.0.3'))));
    expect(summary).toContain('### 500 clusters alike: 1 object changed\n');
    expect(summary.match(/^###/gm)).toHaveLength(1);
    expect(summary).toContain('<code>r0</code>, <code>r1</code>');
    expect(summary).toContain('and 100 more');
  });

  it('are one section when nothing but their own names makes them differ', () => {
    const files = (net: string) =>
      new Map(
        remotes(30).map((name) => [
          `${name}/istio-remote.k8s.yaml`,
          `---\n${JSON.stringify(configMap({ path: `/inject/cluster/${name}/net/${net}` }))}\n`,
        ]),
      );
    const summary = markdownOf(reviewOf(files('n1'), files('n2')));
    expect(summary.match(/^###/gm)).toHaveLength(1);
    expect(summary).toContain('`/inject/cluster/{cluster}/net/n1` → `/inject/cluster/{cluster}/net/n2`');
  });

  it.each([
    ['each cluster has a change of its own', 900, (index: number) => configMap({ a: `${index}`.repeat(50) })],
    [
      'each cluster has many of them',
      60,
      (index: number) =>
        configMap(
          Object.fromEntries(Array.from({ length: 200 }, (_, key) => [`k${key}`, `${index} of ${key}`])),
        ),
    ],
    [
      'each cluster has a text of its own',
      60,
      (index: number) =>
        configMap({
          a: Array.from({ length: 30 }, (_, line) => `${index} ${line} ${'x'.repeat(99)}`).join('\n'),
        }),
    ],
  ])('stay within what a comment takes when %s', (_, count, object) => {
    const files = (offset: number) =>
      new Map(
        remotes(count).map((name, index) => [
          `${name}/istio-remote.k8s.yaml`,
          `---\n${JSON.stringify(object(index + offset))}\n`,
        ]),
      );
    const summary = markdownOf(reviewOf(files(0), files(7000)));
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(LARGEST_SUMMARY);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(LARGEST_SUMMARY * 0.75);
    expect(summary).toMatch(
      /\*\*A comment is limited to 65536 characters:\*\* .*`--json` has everything\.\n$/,
    );
  });

  it('leave room for the consequences of a cluster with thousands of them', () => {
    const namespaces = (label: object) =>
      Array.from({ length: 3000 }, (_, index) => ({
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: `n${index}`, labels: label },
      }));
    const summary = markdownOfObjects(namespaces({ 'istio-injection': 'enabled' }), namespaces({}));
    expect(summary).toContain('… and 2900 more consequences');
    expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(LARGEST_SUMMARY);
  });
});

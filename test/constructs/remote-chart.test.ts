import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, App, type Chart, type ChartProps, JsonPatch, Testing, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { RemoteChartProps } from '../../src/constructs/remote-chart';
import { RemoteCluster, type RemoteClusterProps } from '../../src/lines/istio-1.0/remote-cluster';
import {
  CurrentRemoteCluster,
  type CurrentRemoteClusterProps,
} from '../../src/lines/istio-current/remote-cluster';
import { UserError } from '../../src/problem';
import { type KubernetesObject, readManifests } from '../golden/manifests';
import { idsOf } from '../lines/istio-1.0/constructs/synth-construct';

/** Everything that a remote of Istio 1.0 can have. */
const props10: RemoteClusterProps = {
  istio: '1.0.9',
  addresses: { pilot: '10.8.0.11', zipkin: '10.8.0.14' },
  pilotService: true,
  injectedNamespaces: ['shop', '10'],
};

/** Everything that a remote of current Istio can have. */
const propsCurrent: CurrentRemoteClusterProps = {
  istio: '1.30',
  primary: 'hq',
  istiodAddress: '10.8.0.11',
  network: 'n2',
  revision: '1-30',
  revisionTags: ['prod', '10'],
  injectedNamespaces: ['shop', '10'],
  eastWestGateway: true,
};

type Make = (scope: Construct, id: string, props?: RemoteChartProps) => Chart;
const classes: [string, Make][] = [
  ['RemoteCluster', (scope, id, props) => new RemoteCluster(scope, id, { ...props10, ...props })],
  [
    'CurrentRemoteCluster',
    (scope, id, props) => new CurrentRemoteCluster(scope, id, { ...propsCurrent, ...props }),
  ],
];

const objectsOf = (chart: Chart): KubernetesObject[] => chart.toJson();

/** Returns the constructor's message about labels. */
function mistakesOf(make: Make, labels: unknown): string {
  try {
    make(new App(), 'eu', { labels } as RemoteChartProps);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

/** Returns the construct and everything in its properties: constructs, and maps of them. */
function handlesOf(construct: Construct): Set<unknown> {
  const values = Object.values(construct).flatMap((value: unknown) =>
    typeof value === 'object' && value?.constructor === Object ? Object.values(value) : [value],
  );
  return new Set(
    values.flat().filter((value) => value instanceof Construct && value !== construct.node.scope),
  );
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'istio-remote-charts-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each(classes)('%s', (name, make) => {
  describe('with labels', () => {
    it('puts them on every object, those added later too', () => {
      const chart = make(new App(), 'eu', { labels: { team: 'mesh', 'example.com/tier': 'infra' } });
      new ApiObject(chart, 'own', { apiVersion: 'v1', kind: 'ConfigMap' });
      for (const { metadata } of objectsOf(chart))
        expect(metadata.labels).toMatchObject({ team: 'mesh', 'example.com/tier': 'infra' });
    });

    it('changes nothing else: no selector, no pod, no name', () => {
      const plain = objectsOf(make(new App(), 'eu'));
      const labelled = objectsOf(make(new App(), 'eu', { labels: { team: 'mesh' } }));
      const without = labelled.map(
        ({ metadata: { labels: { team, ...labels } = {}, ...metadata }, ...object }) => ({
          ...object,
          metadata: { ...metadata, labels },
        }),
      );
      expect(without).toEqual(plain);
    });

    it.each([
      'app',
      'istio',
      'istio-injection',
      'istio/multiCluster',
      'istio.io/rev',
      'topology.istio.io/network',
      'app.kubernetes.io/managed-by',
      'app.kubernetes.io/part-of',
      'kubernetes.io/metadata.name',
    ])('refuses %s, which somebody reads', (label) => {
      expect(mistakesOf(make, { [label]: 'a' })).toMatch(
        /^\w+ eu labels\.\S+: expected a label of your own, got one that Istio or this tool reads\. Use another name/,
      );
    });

    it('refuses every label that an object of its own has', () => {
      const own = objectsOf(make(new App(), 'eu')).flatMap(({ metadata }) =>
        Object.keys(metadata.labels ?? {}),
      );
      expect(new Set(own).size).toBeGreaterThan(4);
      for (const label of own) expect(mistakesOf(make, { [label]: 'a' }), label).not.toBe('');
    });

    it('says everything that is wrong with them at once', () => {
      const labels = { 'a b': 'c', ok: 'no spaces', list: ['a'], long: 'a'.repeat(64), 'x.io/y': 'z' };
      expect(mistakesOf(make, labels).split('\n')).toEqual([
        `${name} eu labels."a b": expected the name of a label, such as team or example.com/team`,
        `${name} eu labels.ok: expected a label value of at most 63 characters, got "no spaces"`,
        `${name} eu labels.list: expected a label value of at most 63 characters, got a list`,
        `${name} eu labels.long: expected a label value of at most 63 characters, got "${'a'.repeat(63)}"`.replace(
          /"a+"$/,
          `"${'a'.repeat(64)}"`,
        ),
      ]);
      expect(mistakesOf(make, 'team=mesh')).toContain('expected a map from label to value, got "team=mesh"');
    });
  });

  it.each([
    [true, /^eu-own$/],
    [false, /^eu-own-[0-9a-f]{8}$/],
    [undefined, /^eu-own-[0-9a-f]{8}$/],
  ])(
    'with disableResourceNameHashes %s calls a nameless object of yours %s',
    (disableResourceNameHashes, own) => {
      const chart = make(new App(), 'eu', { disableResourceNameHashes });
      expect(new ApiObject(chart, 'own', { apiVersion: 'v1', kind: 'ConfigMap' }).name).toMatch(own);
      expect(idsOf(objectsOf(chart)).slice(0, -1)).toEqual(idsOf(objectsOf(make(new App(), 'eu'))));
    },
  );

  it('has a property for each part, and each part one for each object', () => {
    const chart = make(new App(), 'eu');
    const parts = chart.node.children;
    expect(handlesOf(chart)).toEqual(new Set(parts));
    for (const part of parts)
      expect(handlesOf(part as Construct), part.node.path).toEqual(new Set(part.node.children));
    expect(parts.flatMap((part) => part.node.children)).toEqual(chart.apiObjects);
  });

  it('takes annotations and patches of every object', () => {
    const chart = make(new App(), 'eu');
    for (const object of chart.apiObjects) {
      object.metadata.addAnnotation('example.com/owner', 'platform');
      object.addJsonPatch(JsonPatch.add('/metadata/annotations/example.com~1patched', 'yes'));
      object.addJsonPatch(JsonPatch.add('/notInAnySchema', { a: [1] }));
    }
    for (const { metadata, ...object } of objectsOf(chart)) {
      expect(metadata.annotations).toMatchObject({
        'example.com/owner': 'platform',
        'example.com/patched': 'yes',
      });
      expect(object).toMatchObject({ notInAnySchema: { a: [1] } });
    }
  });

  it('refuses a patch that fits nothing when it is synthesized', () => {
    const app = new App();
    const chart = make(app, 'eu');
    chart.apiObjects[0]?.addJsonPatch(JsonPatch.remove('/spec/nope'));
    const message =
      'eu/namespace/namespace (Namespace istio-system): cannot remove "/spec/nope": nothing is at';
    expect(() => Testing.synth(chart)).toThrow(message);
    expect(() => app.synthYaml()).toThrow(message);
  });

  describe('with further objects', () => {
    /** A cluster and two objects of the user's own. */
    function withOwn(app = new App()) {
      const chart = make(app, 'eu');
      const own = (name: string) =>
        new ApiObject(chart, name, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
      const part = (id: string) => chart.node.findChild(id) as Construct;
      return { chart, part, a: own('a'), b: own('b') };
    }
    const plain = idsOf(objectsOf(make(new App(), 'eu')));
    const isOurs = (id: string) => plain.includes(id);

    it('puts them behind its own', () => {
      expect(idsOf(objectsOf(withOwn().chart))).toEqual([...plain, 'ConfigMap/a', 'ConfigMap/b']);
    });

    it.each(['namespace', 'reader'])('stays in order when they depend on its %s', (id) => {
      const { chart, part, a, b } = withOwn();
      a.addDependency(part(id), b);
      const ids = idsOf(objectsOf(chart));
      expect(ids.filter(isOurs)).toEqual(plain);
      expect(ids.slice(-2)).toEqual(['ConfigMap/b', 'ConfigMap/a']);
      expect(idsOf(objectsOf(chart))).toEqual(ids);
    });

    it('stays in order when it depends on them, and they on it', () => {
      const { chart, part, a, b } = withOwn();
      const webhook = chart.apiObjects.find(({ kind }) => kind === 'MutatingWebhookConfiguration');
      webhook?.addDependency(a);
      a.addDependency(part('reader'));
      b.addDependency(part('namespace'));
      const ids = idsOf(objectsOf(chart));
      expect(ids.filter(isOurs)).toEqual(plain);
      const [own, ...rest] = ['ConfigMap/a', `MutatingWebhookConfiguration/${webhook?.name}`].map((one) =>
        ids.indexOf(one),
      );
      expect(own).toBeLessThan(rest[0] ?? 0);
      expect(own).toBeGreaterThan(
        ids.findLastIndex((id) => /^ClusterRoleBinding\/istio-(?:multi|reader)/.test(id)),
      );
    });

    it('stays in order in the file, too', () => {
      inFolder((outdir) => {
        const app = new App({ outdir });
        const { a, part } = withOwn(app);
        a.addDependency(part('namespace'));
        app.synth();
        const ids = idsOf(readManifests(readFileSync(join(outdir, 'eu.k8s.yaml'), 'utf8')));
        expect(ids.filter(isOurs)).toEqual(plain);
      });
    });

    it('refuses dependencies against its order', () => {
      const { chart, part, a } = withOwn();
      part('namespace').node.addDependency(a);
      a.addDependency(part('reader'));
      expect(() => chart.toJson()).toThrow(UserError);
      expect(() => chart.toJson()).toThrow(
        /^eu\/namespace\/namespace depends on eu\/a depends on eu\/reader\/\w+ .* depends on eu\/namespace\/namespace: expected dependencies that fit the order of the cluster\. Remove one of them$/,
      );
    });

    it('refuses dependencies on each other', () => {
      const { chart, a, b } = withOwn();
      a.addDependency(b);
      b.addDependency(a);
      expect(() => chart.toJson()).toThrow('Dependency cycle detected: eu/a => eu/b => eu/a');
    });

    it('takes dependencies on everything', () => {
      const { chart, a } = withOwn();
      a.addDependency(...chart.node.children.filter((child) => child !== a && child.node.id !== 'b'));
      expect(idsOf(objectsOf(chart))).toEqual([...plain, 'ConfigMap/a', 'ConfigMap/b']);
    });
  });

  it('may depend on another cluster, which puts the other first', () => {
    inFolder((outdir) => {
      const app = new App({ outdir });
      const [first, second, third, fourth, fifth] = ['1', '2', '3', '4', '5'].map((id) =>
        make(app, `c-${id}`),
      );
      for (const [one, other] of [
        [second, third],
        [first, second],
        [third, fourth],
        [fourth, fifth],
      ] as const)
        if (one !== undefined && other !== undefined) one.addDependency(other);
      app.synth();
      expect(
        readdirSync(outdir)
          .map((file) => file.slice(0, 8))
          .sort(),
      ).toEqual(['0000-c-5', '0001-c-4', '0002-c-3', '0003-c-2', '0004-c-1']);
    });
  });

  it('gives the same to Testing.synth, toJson and synth, one file for each cluster of an app', () => {
    inFolder((outdir) => {
      const app = new App({ outdir });
      const charts = [make(app, 'eu-west-1'), make(app, 'us'), make(app, '10')];
      app.synth();
      expect(readdirSync(outdir).sort()).toEqual(['10.k8s.yaml', 'eu-west-1.k8s.yaml', 'us.k8s.yaml']);
      for (const chart of charts) {
        const text = readFileSync(join(outdir, `${chart.node.id}.k8s.yaml`), 'utf8');
        expect(readManifests(text)).toEqual(Testing.synth(chart));
        expect(chart.toJson()).toEqual(Testing.synth(chart));
      }
    });
  });

  it('loses no object where each has a file of its own', () => {
    inFolder((outdir) => {
      const app = new App({ outdir, yamlOutputType: YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE });
      const chart = make(app, 'eu');
      app.synth();
      expect(readdirSync(join(outdir, 'eu'))).toHaveLength(chart.apiObjects.length);
    });
  });

  it('may be below another construct, twice with one id', () => {
    const app = new App();
    const [north, south] = [new Construct(app, 'north'), new Construct(app, 'south')];
    expect(make(north, 'eu').toJson()).toEqual(make(south, 'eu').toJson());
  });

  it('leaves no half of a cluster in the app when it throws', () => {
    const app = new App();
    expect(() => make(app, 'EU')).toThrow(UserError);
    expect(app.node.children).toEqual([]);
  });

  it('writes Istio’s namespace on no object of the whole cluster, and on none of yours', () => {
    const chart = make(new App(), 'eu');
    new ApiObject(chart, 'own', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'own' } });
    expect(chart.namespace).toBeUndefined();
    const wide = /^(?:Namespace|ClusterRole|ClusterRoleBinding|(?:Mutating|Validating)WebhookConfiguration)$/;
    for (const { kind, metadata } of objectsOf(chart))
      expect(metadata.namespace, kind).toBe(
        wide.test(kind) || metadata.name === 'own' ? undefined : 'istio-system',
      );
  });
});

/** The compiler runs these: `npm run types`. */
describe('props of both classes', () => {
  it('are those of cdk8s, except for its namespace', () => {
    expectTypeOf<keyof RemoteChartProps>().toEqualTypeOf<Exclude<keyof ChartProps, 'namespace'>>();
    expectTypeOf<Omit<ChartProps, 'namespace'>>().toExtend<RemoteChartProps>();
  });

  it('take lists that nobody may change', () => {
    expectTypeOf<readonly ['shop']>().toExtend<RemoteClusterProps['injectedNamespaces']>();
    expectTypeOf<readonly ['shop']>().toExtend<CurrentRemoteClusterProps['injectedNamespaces']>();
  });
});

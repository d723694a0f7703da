import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { SIDECAR_ANNOTATIONS } from '../../../../src/inject/sidecar-annotations';
import { goTemplate } from '../../../../src/lines/istio-1.0/sidecar/go-template';
import { type SidecarOptions, sidecar } from '../../../../src/lines/istio-1.0/sidecar/sidecar';
import { CHART_RELEASES, chartTemplate } from './chart-template';
import { GO, NO_GO, texts } from './go-engine';
import { anySidecarOptions, sidecarOptions } from './options';
import { acceptedPod, BARE_POD, type SeenPod } from './pods';
import { type Container, readSidecar, type Sidecar, withoutOption } from './read-sidecar';
import { readTyped } from './typed-yaml';

interface Pair {
  readonly chart: ReturnType<typeof readSidecar>;
  readonly ours: ReturnType<typeof readSidecar>;
}

async function bothSidecars(options: SidecarOptions, pods: readonly SeenPod[]): Promise<Pair[]> {
  const templates = [await chartTemplate(options), goTemplate(sidecar(options))];
  const sidecars = texts(templates.flatMap((template) => pods.map((pod) => ({ template, ...pod })))).map(
    readSidecar,
  );
  return pods.map((_, index) => {
    const [chart, ours] = [sidecars[index], sidecars[index + pods.length]];
    if (chart === undefined || ours === undefined) throw new Error('an answer is missing');
    return { chart, ours };
  });
}

function mapArgs(containers: readonly Container[], name: string, change: (args: string[]) => string[]) {
  return containers.map((container) =>
    container.name === name ? { ...container, args: change([...(container.args ?? [])]) } : container,
  );
}

function replaced(args: string[], option: string, value: string): string[] {
  return args.map((arg, index) => (args[index - 1] === option ? value : arg));
}

/** Returns the value that go-yaml reads from an unquoted text. */
function misread(text: string): unknown {
  return readTyped(text, 'string').value;
}

/** Every difference, applied to the chart's result. */
function withKnownDifferences(chart: Sidecar, options: SidecarOptions, pod: SeenPod): Sidecar {
  const { labels, annotations } = pod.objectMeta;
  const proxyArgs = (args: string[]): string[] => {
    const { app = '' } = labels;
    const named = app === '' ? args : replaced(args, '--serviceCluster', app);
    if (!options.zipkin) return named;
    const { zipkinAddress } = pod.proxyConfig;
    return named.toSpliced(named.indexOf('--connectTimeout'), 0, '--zipkinAddress', zipkinAddress);
  };
  const ports = options.proxy.includeInboundPorts;
  const initArgs = (args: string[]): string[] =>
    ports === undefined || SIDECAR_ANNOTATIONS.includeInboundPorts in annotations
      ? args
      : replaced(args, '-b', ports);
  return {
    ...chart,
    initContainers: mapArgs(chart.initContainers, 'istio-init', initArgs),
    containers: mapArgs(chart.containers, 'istio-proxy', proxyArgs),
  };
}

function proxyArg(spec: Sidecar, option: string): string | undefined {
  const args = spec.containers[0]?.args ?? [];
  return withoutOption(args, option).values[0];
}

beforeEach(({ skip }) => {
  if (GO === undefined) skip(NO_GO);
  skip(CHART_RELEASES.length === 0);
});

it('finds the chart', () => {
  expect(CHART_RELEASES).not.toEqual([]);
});

it.each(CHART_RELEASES)('makes the sidecars of the chart of %s', async (release) => {
  const pods = fc.array(acceptedPod, { minLength: 1, maxLength: 20, size: 'max' });
  await fc.assert(
    fc.asyncProperty(anySidecarOptions(release), pods, async (options, seen) => {
      const pairs = await bothSidecars(options, seen);
      for (const [index, pod] of seen.entries()) {
        const { chart, ours } = pairs[index] as Pair;
        expect(ours.sidecar).toEqual(withKnownDifferences(chart.sidecar, options, pod));
        // The chart sets a pod's field on containers, and Kubernetes drops it.
        expect(new Set(chart.ignored.map((path) => path.replace(/.*\./, '')))).toEqual(
          new Set(['restartPolicy']),
        );
        expect(ours.ignored).toEqual([]);
      }
    }),
    { numRuns: 2 },
  );
});

describe('where the chart does not quote', () => {
  const latest = CHART_RELEASES.at(-1) ?? '1.0.9';
  const apps = [
    'yes',
    'N',
    'on',
    'null',
    '0x10',
    '010',
    '1.10',
    '1_000',
    '12345678901234567890123',
    '1e3',
    '9',
  ];

  it('keeps the app labels that the chart misreads', async () => {
    const pods = apps.map((app) => ({ ...BARE_POD, objectMeta: { labels: { app }, annotations: {} } }));
    const pairs = await bothSidecars(sidecarOptions(latest), pods);
    const clusters = (from: keyof Pair) =>
      pairs.map((pair) => proxyArg(pair[from].sidecar, '--serviceCluster'));
    expect(clusters('ours')).toEqual(apps);
    expect(clusters('chart')).toEqual([
      'true',
      'false',
      'true',
      '',
      '16',
      '8',
      '1.1',
      '1000',
      '1.2345679e+22',
      '1e3',
      '9',
    ]);
    expect(clusters('chart')).toEqual(apps.map(misread));
  });

  it('takes a discovery address in brackets, which breaks the YAML of the chart', async () => {
    const annotations = { [SIDECAR_ANNOTATIONS.discoveryAddress]: '[fd00::1]:15010' };
    const pod = { ...BARE_POD, objectMeta: { labels: {}, annotations } };
    const options = sidecarOptions(latest);
    const [ours, chart] = texts(
      [goTemplate(sidecar(options)), await chartTemplate(options)].map((template) => ({ template, ...pod })),
    );
    expect(proxyArg(readSidecar(ours ?? '').sidecar, '--discoveryAddress')).toBe('[fd00::1]:15010');
    expect(() => readSidecar(chart ?? '')).toThrow();
  });
});

it('has sidecars without resources, where the chart is broken unless the pod asks for some', async () => {
  const { resources: _, ...proxy } = sidecarOptions('1.0.9').proxy;
  const options = { ...sidecarOptions(CHART_RELEASES.at(-1)), proxy };
  const [ours, chart] = texts(
    [goTemplate(sidecar(options)), await chartTemplate(options)].map((template) => ({
      template,
      ...BARE_POD,
    })),
  );
  expect(readSidecar(ours ?? '').sidecar.containers[0]).not.toHaveProperty('resources');
  expect(() => readSidecar(chart ?? '')).toThrow(/volumeMounts/);

  const annotations = { [SIDECAR_ANNOTATIONS.proxyCpu]: '1', [SIDECAR_ANNOTATIONS.proxyMemory]: '1Gi' };
  const pod = { ...BARE_POD, objectMeta: { labels: {}, annotations } };
  const [pair] = await bothSidecars(options, [pod]);
  expect(pair?.ours.sidecar).toEqual(pair?.chart.sidecar);
});

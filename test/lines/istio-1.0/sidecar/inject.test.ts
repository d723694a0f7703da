import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { meshConfig } from '../../../../src/lines/istio-1.0/constructs/mesh-config';
import type { ProxyOptions } from '../../../../src/lines/istio-1.0/options/proxy';
import { chartDefaults } from '../../../../src/lines/istio-1.0/options/remote';
import { goTemplate } from '../../../../src/lines/istio-1.0/sidecar/go-template';
import { sidecar } from '../../../../src/lines/istio-1.0/sidecar/sidecar';
import { REFERENCE } from '../../../reference';
import { GO, NO_GO } from './go-engine';
import { injectWithGo } from './inject-with-go';
import { asSeenByTemplates } from './mesh-defaults';
import { pruned, withoutOption } from './read-sidecar';

const ZIPKIN = '10.8.0.14:9411';

/** The options of `expected.<configuration>.yaml`. */
const configurations: Readonly<Record<string, Partial<ProxyOptions>>> = {
  addresses: {},
  'proxy-tuning': {
    concurrency: 2,
    accessLogFile: '',
    domain: 'mesh.local',
    includeIpRanges: '172.30.0.0/16,172.20.0.0/16',
    excludeIpRanges: '10.100.0.0/16',
    excludeInboundPorts: '9090,15020',
    coreDump: true,
    privileged: true,
    statsd: { enabled: true, host: 'statsd.metrics', port: 9125 },
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  },
};

function inject(manifests: string, configuration: string): unknown[] {
  const istio = '1.0.9';
  const { images, proxy: defaults, ...options } = chartDefaults(istio);
  const proxy = { ...defaults, ...configurations[configuration] };
  const template = goTemplate(sidecar({ istio, images, proxy, zipkin: true }));
  const addresses = {
    pilot: '10.8.0.11',
    policy: '10.8.0.12',
    telemetry: '10.8.0.13',
    zipkin: '10.8.0.14',
  };
  const config = meshConfig({
    ...options,
    istio,
    namespace: 'istio-system',
    addresses,
    controlPlaneMutualTls: false,
    pilotService: false,
    proxy,
  });
  return injectWithGo(manifests, template, asSeenByTemplates(config));
}

const workloads = REFERENCE === undefined ? [] : readdirSync(join(REFERENCE, 'istio-1.0/inject'));
const cases = workloads.flatMap((workload) =>
  Object.keys(configurations).map((configuration) => ({ workload, configuration })),
);

function reference(workload: string, file: string): string | undefined {
  const path = join(REFERENCE ?? '', 'istio-1.0/inject', workload, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Difference 5 of docs/chart-parity.md: removes the arguments `--zipkinAddress` of our sidecars from `value`. */
function takeZipkin(value: unknown, taken: (string | undefined)[]): unknown {
  if (Array.isArray(value)) {
    const { rest, values } = withoutOption(value, '--zipkinAddress');
    taken.push(...values);
    return rest.map((item) => takeZipkin(item, taken));
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, takeZipkin(inner, taken)]));
}

/** Documents with the status of the injection parsed, and without the status of a workload that has not run. */
function comparable(documents: readonly unknown[]): unknown {
  return JSON.parse(JSON.stringify(documents), (key, value: unknown) => {
    if (key === 'status') return undefined;
    return key === 'sidecar.istio.io/status' ? JSON.parse(String(value)) : value;
  });
}

function documentsOf(text: string): unknown[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => pruned(document.toJS()));
}

describe('injection with the template of this project', () => {
  beforeEach(({ skip }) => {
    if (GO === undefined) skip(NO_GO);
  });

  it.skipIf(REFERENCE === undefined)('finds the reference workloads', () => {
    expect(workloads.length).toBeGreaterThan(10);
  });

  it.each(cases)('makes the pods of $workload that Istio makes with $configuration', (at) => {
    const input = reference(at.workload, 'input.yaml') ?? '';
    const expected = reference(at.workload, `expected.${at.configuration}.yaml`);
    const refusal = reference(at.workload, `expected.${at.configuration}.error`);
    if (expected === undefined) {
      const message = /injection failed\. Invalid value for annotation .*?\. /.exec(refusal ?? '')?.[0];
      expect(() => inject(input, at.configuration)).toThrow(message?.trim() ?? 'a refusal');
      return;
    }
    const zipkin: (string | undefined)[] = [];
    const ours = takeZipkin(inject(input, at.configuration), zipkin);
    expect(comparable(ours as unknown[])).toEqual(comparable(documentsOf(expected)));
    const injected = expected.match(/name: istio-proxy$/gm)?.length ?? 0;
    expect(zipkin).toEqual(Array(injected).fill(ZIPKIN));
  });

  it('puts sidecars into every pod of a List and leaves other objects alone', () => {
    const list = `
apiVersion: v1
kind: List
items:
- { apiVersion: v1, kind: Service, metadata: { name: a } }
- { apiVersion: v1, kind: Pod, metadata: { name: b }, spec: { containers: [{ name: b }] } }
- { apiVersion: batch/v1, kind: Job, metadata: { name: c }, spec: { template: { spec: { containers: [] } } } }
`;
    const [injected] = inject(list, 'addresses');
    const text = JSON.stringify(injected);
    expect(text.match(/"name":"istio-proxy"/g)).toHaveLength(2);
    expect(injected).toHaveProperty(['items', 0], {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'a' },
    });
  });

  it('does not ask the template about a pod with an annotation that Istio refuses', () => {
    const pod = `
apiVersion: v1
kind: Pod
metadata: { name: a, annotations: { traffic.sidecar.istio.io/excludeOutboundIPRanges: "*" } }
spec: { containers: [{ name: a }] }
`;
    const unreadable = '[[ this is no template';
    const seen = asSeenByTemplates({ defaultConfig: {} as never });
    expect(() => injectWithGo(pod, unreadable, seen)).toThrow(/Invalid value for annotation/);
    expect(() => injectWithGo(pod.replace('"*"', '10.0.0.0/8'), unreadable, seen)).toThrow(
      /template: inject/,
    );
  });
});

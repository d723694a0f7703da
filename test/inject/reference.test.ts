import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { injectDocument } from '../../src/inject/inject-document';
import { WORKLOAD_KINDS } from '../../src/inject/workload-kinds';
import { documentPieces } from '../../src/kubernetes/text/documents';
import { pruned } from '../lines/istio-1.0/sidecar/read-sidecar';
import { REFERENCE } from '../reference';
import { CONFIGURATIONS, injectorOf } from './mesh-of';

const workloads = REFERENCE === undefined ? [] : readdirSync(join(REFERENCE, 'istio-1.0/inject'));
const cases = workloads.flatMap((workload) =>
  Object.keys(CONFIGURATIONS).map((configuration) => ({ workload, configuration })),
);

function reference(workload: string, file: string): string | undefined {
  const path = join(REFERENCE ?? '', 'istio-1.0/inject', workload, file);
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

function injected(text: string, configuration: string) {
  // Without a zipkin address: with one, difference 5 of docs/chart-parity.md would appear.
  const injector = injectorOf(CONFIGURATIONS[configuration], { pilot: '10.8.0.11' });
  const documents = [...documentPieces([text])].map((piece) =>
    injectDocument(piece.text, { inject: injector }, WORKLOAD_KINDS),
  );
  return {
    text: documents.map((each) => each.text).join(''),
    problems: documents.flatMap((each) => each.problems),
  };
}

/** Objects with the status of injection parsed, without the hash of another template. */
function objectsOf(text: string): unknown[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) =>
    pruned(
      JSON.parse(JSON.stringify(document.toJS()), (key, value: unknown) => {
        if (key === 'status') return undefined;
        if (key !== 'sidecar.istio.io/status') return value;
        const { version: _, ...names } = JSON.parse(String(value));
        return names;
      }),
    ),
  );
}

/** `istioctl kube-inject` writes the status of a CronJob's pods on the job; the injector looks for it on the pod. */
function withStatusOnPods(objects: unknown[]): unknown[] {
  return JSON.parse(JSON.stringify(objects), (key, value) => {
    if (key !== 'jobTemplate' || value.metadata === undefined) return value;
    const { metadata, spec } = value;
    return { spec: { ...spec, template: { ...spec.template, metadata } } };
  });
}

describe('inject', () => {
  it.skipIf(REFERENCE === undefined)('finds the reference workloads', () => {
    expect(workloads.length).toBeGreaterThan(10);
  });

  it.each(cases)('makes the pods of $workload that Istio makes with $configuration', (at) => {
    const input = reference(at.workload, 'input.yaml') ?? '';
    const expected = reference(at.workload, `expected.${at.configuration}.yaml`);
    const { text, problems } = injected(input, at.configuration);
    if (expected === undefined) {
      expect(problems).toMatchObject([{ severity: 'error', path: expect.arrayContaining(['annotations']) }]);
      expect(text).toBe(input);
      return;
    }
    expect(problems).toEqual([]);
    expect(objectsOf(text)).toEqual(withStatusOnPods(objectsOf(expected)));
  });

  it.each(cases)('takes the sidecar of $workload with $configuration out again', (at) => {
    const input = reference(at.workload, 'input.yaml') ?? '';
    const { text } = injected(input, at.configuration);
    const back = [...documentPieces([text])].map(
      (piece) => injectDocument(piece.text, 'revert', WORKLOAD_KINDS).text,
    );
    expect(back.join('')).toBe(input);
  });

  it.each(cases)('brings $workload that istioctl injected with $configuration up to date', (at) => {
    const expected = reference(at.workload, `expected.${at.configuration}.yaml`);
    if (expected === undefined) return;
    const { text, problems } = injected(expected, at.configuration);
    expect(problems).toEqual([]);
    expect(objectsOf(text)).toEqual(withStatusOnPods(objectsOf(expected)));
  });
});

import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { goDuration, nanoseconds } from '../../src/kubernetes/go-duration';
import { RELEASES_1_0 } from '../../src/lines/istio-1.0/facts/releases';
import { CONFIG_DEFAULTS } from '../../src/lines/istio-1.0/sidecar/evaluate';
import { goTemplate } from '../../src/lines/istio-1.0/sidecar/go-template';
import { sidecar } from '../../src/lines/istio-1.0/sidecar/sidecar';
import { configOf, evaluated } from '../lines/istio-1.0/sidecar/evaluated';
import { GO, NO_GO, texts } from '../lines/istio-1.0/sidecar/go-engine';
import { asSeenByTemplates } from '../lines/istio-1.0/sidecar/mesh-defaults';
import { anySidecarOptions } from '../lines/istio-1.0/sidecar/options';
import { acceptedPod, BARE_POD, hostilePod } from '../lines/istio-1.0/sidecar/pods';
import { readSidecar } from '../lines/istio-1.0/sidecar/read-sidecar';

const everyOptions = fc.constantFrom(...RELEASES_1_0).chain(anySidecarOptions);

describe('the sidecar model', () => {
  beforeEach(({ skip }) => {
    if (GO === undefined) skip(NO_GO);
  });

  it.each([
    ['pods that Istio accepts', acceptedPod],
    ['pods with any text in them', hostilePod],
  ])('has two printers that agree on %s', (_, pod) => {
    const pods = fc.array(pod, { minLength: 1, maxLength: 20, size: 'max' });
    fc.assert(
      fc.property(everyOptions, pods, (options, seen) => {
        const template = goTemplate(sidecar(options));
        const answers = texts(seen.map((each) => ({ template, ...each })));
        seen.forEach((each, index) => {
          const { sidecar: printed, ignored } = readSidecar(answers[index] ?? '');
          expect(ignored).toEqual([]);
          expect(evaluated(sidecar(options), each)).toEqual(printed);
        });
      }),
      { numRuns: 8 },
    );
  });
}, 60_000);

describe('the defaults of a mesh config', () => {
  it('are the cases that prove the Go template', () => {
    expect(configOf({ ...BARE_POD, ...asSeenByTemplates({ defaultConfig: {} as never }) })).toEqual(
      CONFIG_DEFAULTS,
    );
  });
});

describe('a duration', () => {
  it.each([
    ['45s', '45s'],
    ['60s', '1m0s'],
    ['1h1m1s', '1h1m1s'],
    ['250ms', '250ms'],
    ['1.5s', '1.5s'],
    ['0', '0s'],
    ['90m', '1h30m0s'],
    ['1500us', '1.5ms'],
    ['-3ns', '-3ns'],
  ])('written %s prints %s', (text, printed) => {
    expect(goDuration(nanoseconds(text) ?? -1n)).toBe(printed);
  });

  it.each(['', 's', '1', '1x', '1s 2s', '.s'])('is not %j', (text) => {
    expect(nanoseconds(text)).toBeUndefined();
  });
});

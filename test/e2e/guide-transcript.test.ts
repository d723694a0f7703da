import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recorded } from '../docs/transcript';
import { ISTIOD_CERTIFICATE } from '../lines/istio-current/doctor/istiod/fake-istiod';
import { apiServerFor } from './api-server';
import type { IstioLine } from './api-servers';
import { define } from './definitions';
import { inventory } from './live-inventory';
import { joins10 } from './live-join';
import { joinsCurrent } from './live-join-current';
import { create } from './live-status';
import { runPrimary10, runRemote10 } from './running-istio-1.0';
import { giveAddress, RunningIstiod } from './running-istio-current';
import { TranscriptLab } from './transcript-lab';

const PAGE = 'docs/guide-transcript.md';
const CART = {
  kind: 'Service',
  metadata: { name: 'cart', namespace: 'shop' },
  spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }], selector: { app: 'cart' } },
};

/** After this, controllers fill in the token of the reader. */
const APPLY_REMOTE = 'kubectl --context eu-west-1 apply -f dist/eu-west-1';

/** The addresses that the cloud gives to load balancers. */
const EXPOSED = {
  'istio-pilot-exposed': '10.16.0.11',
  'istio-policy-exposed': '10.16.0.12',
  'istio-telemetry-exposed': '10.16.0.13',
};

const LINES: readonly {
  readonly line: IstioLine;
  readonly heading: string;
  /** The version on the page. */
  readonly kubernetes: string;
  /** Makes hq a primary. @returns what ends it */
  prepare(lab: TranscriptLab): Promise<(() => Promise<void>) | undefined>;
  /** More tests on the same servers, which cost the most. */
  readonly joins: typeof joins10;
}[] = [
  { line: '1.0', heading: 'Istio 1.0', kubernetes: '1.20', prepare: prepare10, joins: joins10 },
  {
    line: 'current',
    heading: 'Current Istio',
    kubernetes: '1.34',
    prepare: prepareCurrent,
    joins: joinsCurrent,
  },
];

/** Returns the current page, part by part. */
let page = readFileSync(PAGE, 'utf8');
let isRecorded = false;

describe.each(LINES)('two clusters of $heading', ({ line, heading, kubernetes, prepare, joins }) => {
  const binaries = apiServerFor(line);

  describe.skipIf(binaries === undefined)('on real API servers', () => {
    let lab: TranscriptLab;
    let stop: (() => Promise<void>) | undefined;

    beforeAll(async () => {
      if (binaries === undefined) return;
      lab = await TranscriptLab.start(binaries);
      // As Helm creates it.
      lab.hq.succeed(['create', 'namespace', 'istio-system']);
      create(lab.remote, { kind: 'Namespace', metadata: { name: 'shop' } });
      create(lab.remote, CART);
      create(lab.remote, { kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.20.3.0/24' } });
      stop = await prepare(lab);
    });

    afterAll(async () => {
      await stop?.();
      lab?.stop();
    });

    it('follow the transcript of the guide', async ({ skip }) => {
      if (!binaries?.kubernetes.startsWith(`${kubernetes}.`))
        return skip(`there is no API server of Kubernetes ${kubernetes}, which the page shows`);
      const before = inventory(lab.remote);
      page = await recorded(page, heading, lab);
      isRecorded = true;
      expect(inventory(lab.remote)).toEqual(before);
    }, 300_000);

    joins(() => lab);
  });
});

// vitest writes a file once for each expectation, all at the same time: one for both parts.
it('the transcript of the guide shows what they print', async ({ skip }) => {
  if (!isRecorded) return skip('there is no API server of the versions that the page shows');
  // `npm run transcript` writes the page; otherwise this compares.
  await expect(page).toMatchFileSnapshot(resolve(PAGE));
});

async function prepare10(lab: TranscriptLab): Promise<undefined> {
  create(lab.hq, { kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.8.3.0/24' } });
  runPrimary10(lab.hq, {
    'istio-pilot-1': ['istio=pilot', '10.8.3.11'],
    'istio-policy-1': ['istio-mixer-type=policy', '10.8.3.12'],
    'istio-telemetry-1': ['istio-mixer-type=telemetry', '10.8.3.13'],
  });
  lab.events = {
    'kubectl --context hq apply -f dist/hq': () => {
      for (const [name, ip] of Object.entries(EXPOSED)) giveAddress(lab.hq, name, ip);
    },
    [APPLY_REMOTE]: () => {
      runRemote10(lab.remote, ISTIOD_CERTIFICATE.cert);
      return lab.remote.token('istio-multi-token');
    },
  };
}

async function prepareCurrent(lab: TranscriptLab): Promise<() => Promise<void>> {
  define(lab.hq, 'istio-current');
  const istiod = await RunningIstiod.start(lab.hq, 'on-premises', '10.16.0.11');
  lab.events = {
    'kubectl --context hq apply -f dist/hq': () => giveAddress(lab.hq, 'istio-eastwestgateway', '10.16.0.11'),
    [APPLY_REMOTE]: () => lab.remote.token('istio-reader-service-account-istio-remote-secret-token'),
    'istio-remote join eu-west-1 --record': () => istiod.takeOn(lab.remote, 'eu-west-1', ['shop']),
  };
  return () => istiod.stop();
}

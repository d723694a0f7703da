import { describe, expect, it } from 'vitest';
import {
  InjectionWebhook,
  type InjectionWebhookProps,
} from '../../../../src/lines/istio-current/constructs/injection-webhook';
import {
  RevisionTag,
  type RevisionTagProps,
} from '../../../../src/lines/istio-current/constructs/revision-tag';
import type { KubernetesObject } from '../../../golden/manifests';
import { synthConstruct } from '../../istio-1.0/constructs/synth-construct';
import { chosenBy, type Webhook } from './webhook-choice';

interface WithWebhooks extends KubernetesObject {
  readonly webhooks: readonly (Webhook & NonNullable<KubernetesObject['webhooks']>[number])[];
}

function only(objects: readonly KubernetesObject[]): WithWebhooks {
  const [object] = objects;
  if (object?.webhooks === undefined || objects.length > 1) throw new Error('expected one webhook object');
  return object as WithWebhooks;
}

function synthWebhook(props: Partial<InjectionWebhookProps> = {}): WithWebhooks {
  return only(synthConstruct((chart) => new InjectionWebhook(chart, 'webhook', { cluster: 'eu', ...props })));
}

function synthTag(props: Partial<RevisionTagProps> = {}): WithWebhooks {
  return only(
    synthConstruct((chart) => new RevisionTag(chart, 'tag', { cluster: 'eu', tag: 'prod', ...props })),
  );
}

describe('InjectionWebhook', () => {
  it('asks the Service of istiod with the cluster and the network in the path', () => {
    const services = synthWebhook({ network: 'n1' }).webhooks.map(({ clientConfig }) => clientConfig.service);
    expect(services).toHaveLength(4);
    for (const service of services) {
      expect(service).toEqual({
        name: 'istiod',
        namespace: 'istio-system',
        path: '/inject/cluster/eu/net/n1',
        port: 443,
      });
    }
  });

  it('asks a URL as it stands', () => {
    const url = 'https://istiod.example.com/inject/cluster/eu';
    for (const { clientConfig } of synthWebhook({ url }).webhooks) expect(clientConfig).toEqual({ url });
  });

  it.each([
    [undefined, 'Never'],
    ['IfNeeded', 'IfNeeded'],
  ] as const)('with reinvocationPolicy %s says %s in every webhook', (reinvocationPolicy, said) => {
    const props = {
      injectByDefault: true,
      ...(reinvocationPolicy === undefined ? {} : { reinvocationPolicy }),
    };
    const webhooks = [...synthWebhook(props).webhooks, ...synthTag(props).webhooks];
    for (const webhook of webhooks) expect(webhook).toMatchObject({ reinvocationPolicy: said });
  });

  it('has no key caBundle unless it is given one, so that istiod’s stays', () => {
    expect(JSON.stringify(synthWebhook())).not.toContain('caBundle');
    for (const { clientConfig } of synthWebhook({ caBundle: 'QQ==' }).webhooks)
      expect(clientConfig.caBundle).toBe('QQ==');
  });

  it.each([
    [{}, 'istio-sidecar-injector', 'default', 4],
    [{ injectByDefault: true }, 'istio-sidecar-injector', 'default', 5],
    [{ revision: '1-30' }, 'istio-sidecar-injector-1-30', '1-30', 2],
    [{ namespace: 'mesh' }, 'istio-sidecar-injector-mesh', 'default', 4],
    [{ revision: '1-30', namespace: 'mesh' }, 'istio-sidecar-injector-1-30-mesh', '1-30', 2],
  ])('with %j is %s of the revision %s with %i entries', (props, name, revision, count) => {
    const { metadata, webhooks } = synthWebhook(props);
    expect(metadata.name).toBe(name);
    expect(metadata.labels?.['istio.io/rev']).toBe(revision);
    expect(webhooks).toHaveLength(count);
    expect(new Set(webhooks.map((webhook) => webhook.name)).size).toBe(count);
  });

  it.each([
    ['a namespace labelled for injection', { 'istio-injection': 'enabled' }, {}, true],
    [
      'a pod of it that refuses',
      { 'istio-injection': 'enabled' },
      { 'sidecar.istio.io/inject': 'false' },
      false,
    ],
    [
      'a namespace that refuses',
      { 'istio-injection': 'disabled' },
      { 'sidecar.istio.io/inject': 'true' },
      false,
    ],
    ['a pod that asks', {}, { 'sidecar.istio.io/inject': 'true' }, true],
    ['a namespace of the default revision', { 'istio.io/rev': 'default' }, {}, true],
    ['a namespace of another revision', { 'istio.io/rev': 'canary' }, {}, false],
    ['a pod of the default revision', {}, { 'istio.io/rev': 'default' }, true],
    ['nothing said', {}, {}, false],
  ])('takes by its labels: %s', (_, namespace, pod, isTaken) => {
    expect(chosenBy(synthWebhook().webhooks, namespace, pod)).toHaveLength(isTaken ? 1 : 0);
  });

  it('takes what says nothing only by default, and never the pods of Kubernetes', () => {
    const { webhooks } = synthWebhook({ injectByDefault: true });
    expect(chosenBy(webhooks, { 'kubernetes.io/metadata.name': 'shop' }, {})).toEqual([
      'auto.sidecar-injector.istio.io',
    ]);
    expect(chosenBy(webhooks, { 'kubernetes.io/metadata.name': 'kube-system' }, {})).toEqual([]);
  });

  it('never takes a pod twice', () => {
    const values = [undefined, 'enabled', 'disabled', 'true', 'false', 'default', 'prod'];
    const all = [...synthWebhook({ injectByDefault: true }).webhooks, ...synthTag({ tag: 'prod' }).webhooks];
    const some = (entries: [string, string | undefined][]) =>
      Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
    for (const injection of values)
      for (const revision of values)
        for (const inject of values)
          for (const podRevision of values) {
            const namespace = some([
              ['istio-injection', injection],
              ['istio.io/rev', revision],
            ]);
            const pod = some([
              ['sidecar.istio.io/inject', inject],
              ['istio.io/rev', podRevision],
            ]);
            expect(chosenBy(all, namespace, pod).length).toBeLessThan(2);
          }
  });
});

describe('RevisionTag', () => {
  it('selects namespaces and pods with the tag, for its revision', () => {
    const { metadata, webhooks } = synthTag({ revision: '1-30' });
    expect(metadata).toMatchObject({
      name: 'istio-revision-tag-prod',
      labels: { 'istio.io/tag': 'prod', 'istio.io/rev': '1-30' },
    });
    expect(webhooks.map(({ clientConfig }) => clientConfig.service?.name)).toEqual([
      'istiod-1-30',
      'istiod-1-30',
    ]);
    expect(chosenBy(webhooks, { 'istio.io/rev': 'prod' }, {})).toHaveLength(1);
    expect(chosenBy(webhooks, { 'istio.io/rev': '1-30' }, {})).toHaveLength(0);
  });

  it('selects namespaces and pods without a revision if it is the default one', () => {
    const { webhooks } = synthTag({ revision: '1-30', tag: 'default', injectByDefault: true });
    expect(webhooks).toHaveLength(5);
    expect(chosenBy(webhooks, { 'istio-injection': 'enabled' }, {})).toHaveLength(1);
  });
});

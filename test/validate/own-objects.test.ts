import { describe, expect, it } from 'vitest';
import { validatedFiles } from './validated';

const WEB = `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      serviceAccountName: of-somebody
      containers:
        - name: web
          image: web:1
          envFrom:
            - secretRef:
                name: of-somebody
`;

function web(was: string, is: string): string {
  const changed = WEB.replace(was, is);
  expect(changed).not.toBe(WEB);
  return changed;
}

describe("people's own objects", () => {
  it('may refer to what only they know of', () => {
    expect(validatedFiles({ web: WEB })).toEqual([]);
  });

  it.each([
    ['image: web:1', 'imagePolicy: Always', 'web:19:11 spec.template.spec.containers[0].imagePolicy: '],
    [
      '        app: web\n    spec',
      '        app: shop\n    spec',
      'web:10:12 spec.selector.matchLabels.app: ',
    ],
    ['- name: web\n', '- name: Web\n', 'web:18:17 spec.template.spec.containers[0].name: '],
    [
      'name: web\n',
      'name: Web\n',
      'web:5:9 metadata.name: Deployment shop/Web: expected a DNS-1123 subdomain',
    ],
    ['kind: Deployment', 'kind: Deploymint', undefined],
    [
      'apps/v1',
      'apps/v1beta9',
      'web:2:13 apiVersion: Deployment shop/web: expected apps/v1, got apps/v1beta9',
    ],
    ['selector:\n    matchLabels:\n      app: web\n  ', '', 'web:7:1 spec.selector: '],
  ])('with %j as %j are distinguished from valid ones', (was, is, message) => {
    const found = validatedFiles({ web: web(was, is) });
    if (message === undefined) expect(found).toEqual([]);
    else expect(found.join('\n')).toContain(message);
  });

  it('of kinds that nobody here knows have their names and labels looked at, nothing else', () => {
    const custom = `apiVersion: example.com/v1
kind: Thing
metadata: { name: a, labels: { app: "no spaces" } }
spec: { anything: [goes] }
`;
    expect(validatedFiles({ custom })).toEqual([
      expect.stringMatching(/^custom:3:37 metadata\.labels\.app: Thing a: expected at most 63 letters/),
    ]);
  });

  it('that are custom resources of ours may have fields that we never write', () => {
    const route = `apiVersion: networking.istio.io/v1alpha3
kind: VirtualService
metadata: { name: a, namespace: b }
spec: { hosts: [a], http: [{ mirror: { host: c }, route: [{ destination: { host: gone } }] }] }
`;
    expect(validatedFiles({ route })).toEqual([]);
  });

  it('are looked at within a List', () => {
    const list = `apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: a }
    data: { key: 1 }
`;
    expect(validatedFiles({ list })).toEqual([
      expect.stringMatching(/^list:7:18 items\[0\]\.data\.key: ConfigMap a: expected a text, got 1/),
    ]);
  });

  it('of a Service by a name that Knative uses too are distinguished by their group', () => {
    const service =
      'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: { name: a }\nspec: { traffic: [] }\n';
    expect(validatedFiles({ service })).toEqual([]);
  });
});

describe('objects of one identity', () => {
  const map = (apiVersion: string, kind: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a, namespace: b }\n`;

  it('are found across the files of a cluster, with both places', () => {
    expect(validatedFiles({ one: map('v1', 'ConfigMap'), two: `---\n${map('v1', 'ConfigMap')}` })).toEqual([
      'two:4:19 metadata.name: ConfigMap b/a: stands twice among the files of this cluster. Keep one of the two: the other is one:3',
    ]);
  });

  it('are the same in every version of their group', () => {
    const files = { one: map('policy/v1', 'Any'), two: map('policy/v1beta1', 'Any') };
    expect(validatedFiles(files)).toHaveLength(1);
  });

  it('differ by group and by namespace', () => {
    const files = {
      one: map('v1', 'Any'),
      two: map('example.com/v1', 'Any'),
      three: map('v1', 'Any').replace('b }', 'c }'),
    };
    expect(validatedFiles(files)).toEqual([]);
  });
});

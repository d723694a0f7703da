import { App, Chart, JsonPatch, Lazy } from 'cdk8s';
import { describe, expect, it } from 'vitest';
import { DestinationRule } from '../../imports/networking.istio.io';
import { customResource, KubernetesObject } from '../../src/kubernetes/kubernetes-object';
import { UserError } from '../../src/problem';

/** Patches an object with one map and one list. */
function patched(...patches: JsonPatch[]) {
  const object = new KubernetesObject(new Chart(new App(), 'eu'), 'config', {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio' },
    data: { mesh: 'a', 'a/b~c': 'd' },
    list: [{ name: 'first' }],
  });
  object.addJsonPatch(...patches);
  return object.toJson() as { data: object; list: unknown[] } & Record<string, unknown>;
}

describe('an object of Kubernetes', () => {
  it('has keys that objects of JavaScript inherit, in the order of all others', () => {
    const annotations = {
      zone: 'a',
      constructor: 'b',
      constructora: 'c',
      toString: 'd',
      'constructor-': 'e',
    };
    const lazy = Lazy.any({ produce: () => 'later' });
    const object = new KubernetesObject(new Chart(new App(), 'eu'), 'config', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio', annotations },
      data: { mesh: lazy },
      list: [{ constructor: { constructor: 'f' } }],
    });
    const { metadata, list, data } = Object(object.toJson());
    expect(Object.entries(metadata.annotations)).toEqual(
      Object.entries(annotations).toSorted(([left], [right]) => (left < right ? -1 : 1)),
    );
    expect(list).toEqual([{ constructor: { constructor: 'f' } }]);
    expect(data).toEqual({ mesh: 'later' });
  });
});

describe('a patch of an object', () => {
  it.each([
    ['adds a field', JsonPatch.add('/data/more', 'b'), { mesh: 'a', 'a/b~c': 'd', more: 'b' }],
    ['replaces a field', JsonPatch.replace('/data/mesh', 'b'), { mesh: 'b', 'a/b~c': 'd' }],
    ['removes a field with a slash and a tilde', JsonPatch.remove('/data/a~1b~0c'), { mesh: 'a' }],
    ['moves a field', JsonPatch.move('/data/mesh', '/data/net'), { 'a/b~c': 'd', net: 'a' }],
    ['copies a field', JsonPatch.copy('/data/mesh', '/data/net'), { mesh: 'a', 'a/b~c': 'd', net: 'a' }],
    ['passes a test', JsonPatch.test('/data/mesh', 'a'), { mesh: 'a', 'a/b~c': 'd' }],
  ])('%s', (_, patch, data) => {
    expect(patched(patch).data).toEqual(data);
  });

  it.each([
    ['at the end', '/list/-', ['first', 'second']],
    ['at the index behind the last', '/list/1', ['first', 'second']],
    ['before another', '/list/0', ['second', 'first']],
  ])('adds to a list %s', (_, path, names) => {
    const { list } = patched(JsonPatch.add(path, { name: 'second' }));
    expect(list).toEqual(names.map((name) => ({ name })));
  });

  it('adds a field of the object, behind its name', () => {
    expect(Object.keys(patched(JsonPatch.add('/immutable', true)))).toEqual([
      'apiVersion',
      'kind',
      'metadata',
      'data',
      'list',
      'immutable',
    ]);
  });

  it('sees what the patches before it made', () => {
    const patches = [
      JsonPatch.add('/spec', {}),
      JsonPatch.add('/spec/a', 1),
      JsonPatch.replace('/spec/a', 2),
    ];
    expect(patched(...patches)).toMatchObject({ spec: { a: 2 } });
  });

  it('is applied once, however often the object is rendered', () => {
    const chart = new Chart(new App(), 'eu');
    const object = new KubernetesObject(chart, 'a', { apiVersion: 'v1', kind: 'A', list: [] });
    object.addJsonPatch(JsonPatch.add('/list/-', 1));
    expect(object.toJson()).toEqual(object.toJson());
    expect(chart.toJson()).toMatchObject([{ list: [1] }]);
  });

  it('comes after what is produced late', () => {
    const object = new KubernetesObject(new Chart(new App(), 'eu'), 'a', {
      apiVersion: 'v1',
      kind: 'A',
      spec: Lazy.any({ produce: () => ({ late: 1 }) }),
    });
    object.addJsonPatch(JsonPatch.replace('/spec/late', 2));
    expect(object.toJson()).toMatchObject({ spec: { late: 2 } });
  });

  it.each([
    [
      JsonPatch.remove('/data/nope'),
      'cannot remove "/data/nope": nothing is at "/data/nope". Correct the path',
    ],
    [
      JsonPatch.replace('/data/nope', 1),
      'cannot replace "/data/nope": nothing is at "/data/nope". Correct the path or use add',
    ],
    [
      JsonPatch.replace('/spec/a/b', 1),
      'cannot replace "/spec/a/b": nothing is at "/spec/a/b". Correct the path',
    ],
    [JsonPatch.remove('/list/1'), 'cannot remove "/list/1": nothing is at "/list/1". Correct the path'],
    [JsonPatch.remove('/list/-'), 'cannot remove "/list/-": nothing is at "/list/-". Correct the path'],
    [
      JsonPatch.remove('/data/constructor'),
      'cannot remove "/data/constructor": nothing is at "/data/constructor". Correct the path',
    ],
    [
      JsonPatch.move('/data/no', '/data/a'),
      'cannot move "/data/a": nothing is at "/data/no". Correct the path',
    ],
    [
      JsonPatch.copy('/data/no', '/data/a'),
      'cannot copy "/data/a": nothing is at "/data/no". Correct the path',
    ],
    [
      JsonPatch.add('/spec/a', 1),
      'cannot add "/spec/a": no map or list is there to put it into. Correct the path or add that first',
    ],
    [
      JsonPatch.add('/data/mesh/a', 1),
      'cannot add "/data/mesh/a": no map or list is there to put it into. Correct the path or add that first',
    ],
    [
      JsonPatch.add('/list/5', 1),
      'cannot add "/list/5": no map or list is there to put it into. Correct the path or add that first',
    ],
    [
      JsonPatch.add('/list/name', 1),
      'cannot add "/list/name": no map or list is there to put it into. Correct the path or add that first',
    ],
    [JsonPatch.add('data', 1), 'cannot add "data": "data" has no slash at its start. Add it'],
    [JsonPatch.move('data', '/a'), 'cannot move "/a": "data" has no slash at its start. Add it'],
    [JsonPatch.test('/kind', 'Secret'), 'cannot test "/kind": Test operation failed'],
  ])('that fits nothing is an error: %j', (patch, message) => {
    expect(() => patched(patch)).toThrow(UserError);
    expect(() => patched(patch)).toThrow(`eu/config (ConfigMap istio): ${message}`);
  });
});

describe('customResource', () => {
  const rule = () =>
    customResource(DestinationRule, new Chart(new App(), 'eu'), 'rule', {
      metadata: { name: 'db' },
      spec: { host: 'db' },
    });

  it('renders what the imported class does', () => {
    expect(rule().toJson()).toEqual(
      new DestinationRule(new Chart(new App(), 'eu'), 'rule', {
        metadata: { name: 'db' },
        spec: { host: 'db' },
      }).toJson(),
    );
  });

  it('keeps what a patch adds, though the schema does not have it', () => {
    const object = rule();
    object.addJsonPatch(
      JsonPatch.add('/spec/notInTheSchema', { a: 1 }),
      JsonPatch.replace('/apiVersion', 'a.b/v2'),
    );
    expect(object.toJson()).toMatchObject({ apiVersion: 'a.b/v2', spec: { notInTheSchema: { a: 1 } } });
  });
});

import { describe, expect, it } from 'vitest';
import { objectsOf } from '../../src/doctor/context';
import type { Action, KubeObject } from '../../src/kubernetes/api/cluster';
import { listAt } from '../../src/kubernetes/fields';
import { remoteParts as parts10 } from '../../src/lines/istio-1.0/parts';
import { remoteParts as partsCurrent } from '../../src/lines/istio-current/parts';
import type { Mesh } from '../../src/lines/mesh';
import { meshOf as meshOf10 } from '../doctor/fake-cluster';
import { meshOf as meshOfCurrent } from '../lines/istio-current/doctor/current-cluster';
import { membershipOf } from './membership-of';

const MESHES: readonly (readonly [string, Mesh])[] = [
  ['Istio 1.0', meshOf10()],
  ['current Istio', meshOfCurrent()],
  ['a revision', meshOfCurrent('', 'revision: 1-30')],
  ['a revision with a tag', meshOfCurrent('', 'revision: 1-30\nrevisionTags: [prod]')],
  ['two revisions', meshOfCurrent('', 'revisions: [{ name: 1-29, istio: "1.29.6" }, { name: 1-30 }]')],
  ['a namespace of its own', meshOfCurrent('', 'revision: 1-30', ', namespace: mesh-cp')],
];

function remoteObjects(mesh: Mesh): KubeObject[] {
  switch (mesh.line) {
    case '1.0':
      return mesh.remotes.flatMap((remote) => objectsOf(parts10(mesh, remote)));
    case 'current':
      return mesh.remotes.flatMap((remote) => objectsOf(partsCurrent(mesh, remote)));
  }
}

function allows(role: KubeObject | undefined, { verb, resource, group = '' }: Action): boolean {
  return listAt(role, 'rules').some((rule) =>
    [
      ['apiGroups', group],
      ['resources', resource],
      ['verbs', verb],
    ].every(([key = '', wanted]) => listAt(rule, key).some((word) => word === wanted || word === '*')),
  );
}

describe.each(MESHES)('what commands know of a mesh of %s', (_, mesh) => {
  const facts = membershipOf(mesh);
  const objects = remoteObjects(mesh);
  const find = (kind: string, name: string) =>
    objects.find((object) => object.kind === kind && object.metadata.name === name);

  it('are names that its manifests have', () => {
    const { account, grants, token } = facts.reader;
    const named: (readonly [string, string])[] = [
      ['ServiceAccount', account],
      ...grants.flatMap(({ role, binding }) => [
        ['ClusterRole', role] as const,
        ['ClusterRoleBinding', binding] as const,
      ]),
      ['Secret', token],
    ];
    expect(named.filter(([kind, name]) => find(kind, name) === undefined)).toEqual([]);
    const annotations = find('Secret', token)?.metadata.annotations;
    expect(annotations?.['kubernetes.io/service-account.name']).toBe(account);
  });

  it('is what its role allows, and what it does not', () => {
    for (const { role: name } of facts.reader.grants) {
      const role = find('ClusterRole', name);
      expect(facts.reader.needed.filter((action) => !allows(role, action))).toEqual([]);
      expect(facts.reader.refused.filter((action) => allows(role, action))).toEqual([]);
    }
  });

  it('is the label of its injected namespaces', () => {
    const { key, value } = facts.injectionLabels('eu').of('shop');
    expect(find('Namespace', 'shop')?.metadata.labels?.[key]).toBe(value);
  });
});

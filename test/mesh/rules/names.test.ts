import { describe, expect, it } from 'vitest';
import {
  clusterNamesAreUnique,
  injectedNamespacesAreApplications,
  remotesAreNotEmpty,
} from '../../../src/mesh/rules';
import { ruleProblems } from './rule-problems';

describe('clusterNamesAreUnique', () => {
  it('accepts different names', () => {
    expect(ruleProblems(clusterNamesAreUnique, { remotes: [{ name: 'eu' }, { name: 'us' }] })).toEqual([]);
  });

  it('rejects a remote that is called like the primary', () => {
    expect(ruleProblems(clusterNamesAreUnique, { remotes: [{ name: 'hq' }] })).toEqual([
      'remotes[0].name: expected a name of its own, got "hq", which the primary has too. Rename one of the two clusters',
    ]);
  });

  it('rejects every remote but the first with a name', () => {
    const remotes = [{ name: 'eu' }, { name: 'us' }, { name: 'eu' }, { name: 'eu' }];
    expect(ruleProblems(clusterNamesAreUnique, { remotes })).toEqual(
      [2, 3].map(
        (index) =>
          `remotes[${index}].name: expected a name of its own, got "eu", which a remote further up has too. Rename one of the two clusters`,
      ),
    );
  });
});

describe('remotesAreNotEmpty', () => {
  it('accepts one remote', () => {
    expect(ruleProblems(remotesAreNotEmpty, { remotes: [{}] })).toEqual([]);
  });

  it('rejects a mesh without any', () => {
    expect(ruleProblems(remotesAreNotEmpty, { remotes: [] })).toEqual([
      'remotes: expected at least one remote cluster, got an empty list. Add the cluster that joins the mesh',
    ]);
  });
});

describe('injectedNamespacesAreApplications', () => {
  const problems = (injectedNamespaces: string[], namespace = 'istio-system') =>
    ruleProblems(injectedNamespacesAreApplications, {
      primary: { namespace },
      remotes: [{ injectedNamespaces }],
    });

  it('accepts namespaces of applications', () => {
    expect(problems(['default', 'shop'])).toEqual([]);
  });

  it('rejects the namespace of Istio, whatever it is called', () => {
    expect(problems(['mesh', 'istio-system'], 'mesh')).toEqual([
      'remotes[0].injectedNamespaces[0]: expected a namespace of applications, got "mesh", where Istio itself runs. Remove it',
    ]);
  });

  it.each(['kube-system', 'kube-public'])('rejects %s', (namespace) => {
    expect(problems(['shop', namespace])).toEqual([
      `remotes[0].injectedNamespaces[1]: expected a namespace of applications, got "${namespace}", which the injector ignores. Remove it`,
    ]);
  });

  it('rejects a namespace that stands twice', () => {
    expect(problems(['shop', 'shop'])).toEqual([
      'remotes[0].injectedNamespaces[1]: expected each namespace once, got "shop" again. Remove one of the two',
    ]);
  });

  it('accepts one namespace in several clusters', () => {
    const remotes = [{ injectedNamespaces: ['shop'] }, { injectedNamespaces: ['shop'] }];
    expect(ruleProblems(injectedNamespacesAreApplications, { remotes })).toEqual([]);
  });
});

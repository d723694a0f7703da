import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kubectlAccess, kubectlDelete, kubectlUnlabel } from '../../src/kubernetes/kubectl';

const service = (name: string, namespace = 'shop') => ({ group: '', kind: 'Service', namespace, name });

describe('the commands of kubectl', () => {
  it('delete the objects of each namespace, and those without one', () => {
    expect(
      kubectlDelete({ context: 'hq' }, [
        service('a'),
        { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:reader' },
        { group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'b' },
        service('c', 'bank'),
      ]),
    ).toEqual([
      'kubectl --context hq --namespace shop delete --ignore-not-found service/a deployment.apps/b',
      'kubectl --context hq delete --ignore-not-found clusterrole.rbac.authorization.k8s.io/system:reader',
      'kubectl --context hq --namespace bank delete --ignore-not-found service/c',
    ]);
  });

  it('take labels from a namespace', () => {
    expect(kubectlUnlabel({}, 'shop', ['istio-injection', 'istio.io/rev'])).toBe(
      'kubectl label namespace shop istio-injection- istio.io/rev-',
    );
  });

  it('split what is too much for one line', () => {
    const names = Array.from({ length: 45 }, (_, index) => `s${index}`);
    const commands = kubectlDelete(
      {},
      names.map((name) => service(name)),
    );
    expect(commands.map((command) => command.match(/service\//g)?.length)).toEqual([20, 20, 5]);
    expect(commands.flatMap((command) => command.match(/(?<=service\/)\w+/g))).toEqual(names);
  });

  it('have no object that no API server could have', () => {
    const wrong = ['$(reboot)', 'a b', "a'b", '', '-a', 'a\nb'];
    expect(
      kubectlDelete(
        {},
        wrong.map((name) => service(name)),
      ),
    ).toEqual([]);
    expect(kubectlDelete({}, [service('a', '--all')])).toEqual([]);
    expect(kubectlDelete({}, [{ group: 'x y', kind: 'A', name: 'a' }])).toEqual([]);
    expect(kubectlDelete({}, [{ group: '', kind: 'A;b', name: 'a' }])).toEqual([]);
  });

  it.each([
    [{ name: 'eu' }, 'kubectl --context eu '],
    [{ name: 'eu', context: 'admin@eu' }, 'kubectl --context admin@eu '],
    [{ name: 'eu', kubeconfig: 'kube/eu.yaml' }, 'kubectl --kubeconfig kube/eu.yaml --context eu '],
  ])('reach the cluster %j', (cluster, start) => {
    const [command] = kubectlDelete(kubectlAccess(cluster), [service('a')]);
    expect(command?.startsWith(start)).toBe(true);
  });

  it('give any context to kubectl as one word', () => {
    const context = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(context, (name) => {
        const script = `kubectl() { printf '%s' "$2"; }; ${kubectlUnlabel({ context: name }, 'a', ['b'])}`;
        expect(spawnSync('sh', ['-c', script], { encoding: 'utf8' }).stdout).toBe(name);
      }),
      { numRuns: 12 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { parseMesh } from '../../src/lines/read-mesh';
import { placesIn } from '../../src/review/cluster-places';
import { redactedReview } from '../../src/review/redact-change';
import { filesOf, MESH, markdownOf, reviewOf, reviewOfObjects } from './mesh-change';

/** Returns the commands for an edit of a mesh, by clusters. */
function commandsOf(before: string, after: string): Record<string, readonly string[]> {
  const { mesh } = parseMesh(after, 'mesh.yaml');
  if (mesh === undefined) throw new Error('expected a valid mesh');
  const { sections } = reviewOf(filesOf(before), filesOf(after), placesIn(mesh));
  return Object.fromEntries(sections.map(({ clusters, commands }) => [clusters.join('+'), commands]));
}

const exposed = (mode: string) => MESH.replace(/exposure: .*/, `exposure: ${mode}`);

describe('what a change of the mesh leaves behind', () => {
  it('are the objects of the exposure before', () => {
    expect(commandsOf(MESH, exposed('pod-ip'))).toEqual({
      hq: [
        'kubectl --context hq --namespace istio-system delete --ignore-not-found service/zipkin-exposed service/istio-telemetry-exposed service/istio-policy-exposed service/istio-pilot-exposed',
      ],
    });
    const [dedicated = '', ingress = ''] = ['dedicated-gateway', 'ingress-gateway'].map((mode) =>
      exposed(mode).replaceAll(/10\.8\.0\.1[234]/g, '10.8.0.11'),
    );
    const [command] = commandsOf(dedicated, ingress).hq ?? [];
    expect(command).toContain('deployment.apps/istio-control-plane-gateway');
    expect(command).not.toContain('istio-pilot-exposed');
  });

  it('is deleted through the context and kubeconfig of mesh.yaml', () => {
    const named = exposed('pod-ip').replace(
      'name: hq',
      'name: hq\n  context: admin hq\n  kubeconfig: hq.yaml',
    );
    expect(commandsOf(MESH, named).hq?.[0]).toMatch(/^kubectl --kubeconfig hq\.yaml --context 'admin hq' /);
  });

  it('is deleted in each of the clusters that are alike', () => {
    const two = `${MESH}  - { name: ap, sidecarInjector: { replicas: 2 } }\n  - { name: au, sidecarInjector: { replicas: 2 } }\n`;
    const found = commandsOf(two, two.replace('pilotService: true', 'pilotService: false'));
    expect(Object.values(found).flat()).toEqual(
      ['eu', 'ap', 'au'].map(
        (name) =>
          `kubectl --context ${name} --namespace istio-system delete --ignore-not-found endpoints/istio-pilot service/istio-pilot`,
      ),
    );
  });

  it('begins with webhooks, which keep pods from starting once nothing is behind them', () => {
    const command = commandsOf(MESH, MESH.replace('enabled: true', 'enabled: false')).eu;
    expect(command?.[0]).toMatch(/delete --ignore-not-found mutatingwebhookconfiguration\./);
    expect(command?.join()).toContain('deployment.apps/istio-sidecar-injector');
  });

  it('is never a namespace or a definition, with all that is in them', () => {
    const object = (apiVersion: string, kind: string) => ({ apiVersion, kind, metadata: { name: 'a.b' } });
    const removed = [
      object('v1', 'Namespace'),
      object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
    ];
    const kept = object('v1', 'Node');
    expect(reviewOfObjects([kept, ...removed], [kept]).sections[0]?.commands).toEqual([]);
  });

  it('is left to `istio-remote leave` when a cluster leaves', () => {
    const two = `${MESH}  - { name: ap }\n`;
    expect(commandsOf(two, MESH)).toEqual({ ap: [] });
  });

  it('is deleted where Argo CD runs, when it is of Argo CD', () => {
    const argocd = (more: string) =>
      `${MESH}argocd: { repository: "https://git.example.com/mesh.git"${more} }\n`;
    const two = (more: string) => argocd(more).replace('remotes:', 'remotes:\n  - { name: ap }');
    const name = 'application.argoproj.io/istio-ap';
    expect(commandsOf(two(''), argocd('')).argocd).toEqual([
      `kubectl --namespace argocd delete --ignore-not-found ${name}`,
    ]);
    const inHq = ', destinations: { hq: { server: "https://kubernetes.default.svc" } }';
    expect(commandsOf(two(inHq), argocd(inHq)).argocd).toEqual([
      `kubectl --context hq --namespace argocd delete --ignore-not-found ${name}`,
    ]);
  });
});

describe('the summary', () => {
  it('says that a load balancer stays exposed until it is deleted, and how to delete it', () => {
    const text = markdownOf(reviewOf(filesOf(MESH), filesOf(exposed('pod-ip'))));
    const [, later = ''] = text.split('After the removed objects are also deleted in the cluster:');
    expect(text.indexOf('no longer exposes')).toBeGreaterThan(text.indexOf('Once what is removed'));
    expect(later).toContain('`istio-pilot-exposed` no longer exposes the control plane');
    expect(later).toContain('objects that are removed here stay in the cluster and keep working');
    expect(later).toContain('```sh\nkubectl --context hq --namespace istio-system delete');
  });

  it('has the commands of every cluster of a section with a placeholder', () => {
    const of = (name: string) => ({
      [`${name}/services.k8s.yaml`]: `---\napiVersion: v1\nkind: Service\nmetadata: { name: s-${name}, namespace: shop }\n`,
      [`${name}/istio-remote.k8s.yaml`]: '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n',
    });
    const before = new Map(Object.entries({ ...of('eu'), ...of('ap') }));
    const after = new Map([...before].filter(([path]) => !path.includes('services')));
    const text = markdownOf(reviewOf(before, after));
    for (const name of ['eu', 'ap'])
      expect(text).toContain(
        `kubectl --context ${name} --namespace shop delete --ignore-not-found service/s-${name}`,
      );
  });

  it('as JSON has the commands, too, and which consequences wait for them', () => {
    const { sections } = redactedReview(reviewOf(filesOf(MESH), filesOf(exposed('pod-ip'))));
    expect(sections[0]?.commands).toHaveLength(1);
    expect(sections[0]?.consequences.every(({ onDeletion }) => onDeletion === true)).toBe(true);
  });
});

describe('a project of Argo CD that permits less', () => {
  const object = (apiVersion: string, kind: string, namespace: string) =>
    `---\napiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: web, namespace: ${namespace} }\n`;
  const project = (destinations: string, kinds: string) => `---
apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: istio }
spec: { destinations: [${destinations}], namespaceResourceWhitelist: [${kinds}] }
`;
  const SERVICE = '{ group: "", kind: Service }';
  const { mesh } = parseMesh(
    `${MESH}  - { name: ap }\nargocd: { repository: "https://git.example.com/mesh.git", destinations: { ap: { server: "https://[fd00::2]:6443" } } }\n`,
    'mesh.yaml',
  );

  /** Returns the orphaned objects if the folders of the clusters get other objects, and Argo CD another project. */
  function orphansOf(before: [cluster: string, project: string], after: [cluster: string, project: string]) {
    if (mesh === undefined) throw new Error('expected a valid mesh');
    const [old, wanted] = [before, after].map(
      ([text, ofArgoCd]) =>
        new Map([
          ['eu/services.k8s.yaml', text],
          ['ap/services.k8s.yaml', text],
          ...(ofArgoCd === '' ? [] : [['argocd/app-project.k8s.yaml', ofArgoCd] as const]),
        ]),
    );
    const { sections } = reviewOf(old ?? new Map(), wanted ?? new Map(), placesIn(mesh));
    return sections.flatMap(({ clusters, consequences }) =>
      consequences
        .filter(({ rule }) => rule === 'projectNoLongerPermits')
        .map(({ text }) => `${clusters.join('+')}: ${text}`),
    );
  }

  const eu = (namespace: string) => `{ name: eu, namespace: ${namespace} }`;
  const ap = (namespace: string) => `{ server: 'https://\\[fd00::2\\]:6443', namespace: ${namespace} }`;
  const [shop, bank] = [object('v1', 'Service', 'shop'), object('v1', 'Service', 'bank')];
  const sentence = (title: string) =>
    `With Argo CD, sync this cluster with pruning before you apply the project in \`argocd/\`. The new project no longer permits ${title}: afterwards Argo CD neither deletes nor shows what it no longer permits.`;

  it.each([
    ['eu', eu],
    ['ap', ap],
  ])('leaves what is in a namespace of %s behind, unless that cluster is synced first', (name, of) => {
    const others = [eu, ap].filter((each) => each !== of).map((each) => each('shop'));
    const destinations = [of('bank'), ...others].join();
    expect(
      orphansOf(
        [shop + bank, project(`${destinations}, ${of('shop')}`, SERVICE)],
        [bank, project(destinations, SERVICE)],
      ),
    ).toEqual([`${name}: ${sentence('Service `shop/web`')}`]);
  });

  it('leaves what is of a kind behind that only workload files had', () => {
    const thing = object('example.com/v1', 'Thing', 'shop');
    expect(
      orphansOf(
        [shop + thing, project(eu('shop'), `${SERVICE}, { group: example.com, kind: Thing }`)],
        [shop, project(eu('shop'), SERVICE)],
      ),
    ).toEqual([`eu+ap: ${sentence('Thing `shop/web`')}`]);
  });

  it('leaves nothing behind that it permits in another of its files', () => {
    expect(
      orphansOf(
        [shop + bank, project(`${eu('shop')}, ${eu('bank')}`, SERVICE)],
        [bank, project(eu('shop'), SERVICE) + project(eu('bank'), SERVICE)],
      ),
    ).toEqual([]);
  });

  it('is none if argocd leaves the mesh', () => {
    expect(orphansOf([shop + bank, project(eu('shop'), SERVICE)], [bank, ''])).toEqual([]);
  });
});

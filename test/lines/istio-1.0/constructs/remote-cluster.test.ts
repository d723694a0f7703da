import { App } from 'cdk8s';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectsOf } from '../../../../src/doctor/context';
import type { RemoteInput10 } from '../../../../src/lines/istio-1.0/input';
import { remoteParts } from '../../../../src/lines/istio-1.0/parts';
import { reader } from '../../../../src/lines/istio-1.0/reader';
import { RemoteCluster, type RemoteClusterProps } from '../../../../src/lines/istio-1.0/remote-cluster';
import { checkMesh } from '../../../../src/mesh/check-mesh';
import { UserError } from '../../../../src/problem';
import type { KubernetesObject } from '../../../golden/manifests';
import { meshInput } from '../../../mesh/arbitrary-mesh';
import { idsOf } from './synth-construct';

const requiredProps: RemoteClusterProps = { istio: '1.0.9', addresses: { pilot: '10.8.0.11' } };

function synthRemoteCluster(props: Partial<RemoteClusterProps> = {}, id = 'eu'): KubernetesObject[] {
  return new RemoteCluster(new App(), id, { ...requiredProps, ...props }).toJson();
}

function kindsOf(props: Partial<RemoteClusterProps>): string[] {
  return idsOf(synthRemoteCluster(props));
}

/** Returns the constructor's message about wrong options. */
function mistakesOf(props: object, id = 'eu'): string {
  try {
    synthRemoteCluster(props, id);
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  return '';
}

describe('RemoteCluster', () => {
  it('makes everything in apply order', () => {
    expect(kindsOf({ injectedNamespaces: ['shop'] })).toEqual([
      'Namespace/istio-system',
      'Namespace/shop',
      'ServiceAccount/istio-system/istio-multi',
      'Secret/istio-system/istio-multi-token',
      'ClusterRole/istio-reader',
      'ClusterRoleBinding/istio-multi',
      'ConfigMap/istio-system/istio',
      'ConfigMap/istio-system/istio-sidecar-injector',
      'ServiceAccount/istio-system/istio-citadel-service-account',
      'ClusterRole/istio-citadel-istio-system',
      'ClusterRoleBinding/istio-citadel-istio-system',
      'Service/istio-system/istio-citadel',
      'Deployment/istio-system/istio-citadel',
      'ServiceAccount/istio-system/istio-sidecar-injector-service-account',
      'ClusterRole/istio-sidecar-injector-istio-system',
      'ClusterRoleBinding/istio-sidecar-injector-admin-role-binding-istio-system',
      'Service/istio-system/istio-sidecar-injector',
      'Deployment/istio-system/istio-sidecar-injector',
      'MutatingWebhookConfiguration/istio-sidecar-injector',
    ]);
  });

  it('makes the Service and Endpoints of Pilot on demand', () => {
    const added = kindsOf({ pilotService: true }).filter((id) => !kindsOf({}).includes(id));
    expect(added).toEqual(['Service/istio-system/istio-pilot', 'Endpoints/istio-system/istio-pilot']);
  });

  it('leaves out the injector but keeps its template for injection by hand', () => {
    const kinds = kindsOf({ sidecarInjector: { enabled: false } });
    expect(kinds.filter((id) => id.includes('sidecar-injector'))).toEqual([
      'ConfigMap/istio-system/istio-sidecar-injector',
    ]);
  });

  it('leaves out the template if the user brings one', () => {
    const kinds = kindsOf({ sidecarInjector: { template: false } });
    expect(kinds).not.toContain('ConfigMap/istio-system/istio-sidecar-injector');
    expect(kinds).toContain('Deployment/istio-system/istio-sidecar-injector');
  });

  it('puts everything into the namespace it is given', () => {
    const namespaces = synthRemoteCluster({ namespace: 'mesh' }).map(({ metadata }) => metadata.namespace);
    expect(new Set(namespaces)).toEqual(new Set([undefined, 'mesh']));
  });

  it('may be called primary', () => {
    expect(synthRemoteCluster({}, 'primary')).toHaveLength(synthRemoteCluster().length);
  });

  it('accepts props that are undefined', () => {
    const props = {
      namespace: undefined,
      security: undefined,
      proxy: undefined,
      addresses: { pilot: 'a', policy: undefined },
    };
    expect(mistakesOf(props)).toBe('');
  });

  it('throws everything that is wrong at once, by the names of its props', () => {
    const props = {
      addresses: { pilot: '1.2.3', polcy: 'a' },
      namespace: 'Mesh',
      kubernetes: '1.8',
      citadel: { replicas: -1 },
      tracin: true,
    };
    const at = 'RemoteCluster Eu ';
    expect(mistakesOf(props, 'Eu').split('\n').sort()).toEqual([
      `${at}addresses.pilot: expected an IP address or DNS name, got "1.2.3". An IPv4 address has four numbers from 0 to 255`,
      `${at}addresses.polcy: unknown key. Did you mean policy?`,
      `${at}citadel.replicas: expected an integer, 0 or more, got -1`,
      `${at}id: expected lower-case letters, digits and inner dashes, at most 63 characters (a DNS-1123 label), got "Eu". Write eu`,
      `${at}kubernetes: expected Kubernetes 1.9 to 1.21 for Istio 1.0, got "1.8". Upgrade the cluster`,
      `${at}namespace: expected lower-case letters, digits and inner dashes, at most 63 characters (a DNS-1123 label), got "Mesh". Write mesh`,
      `${at}tracin: unknown key. Did you mean tracing?`,
    ]);
  });

  it.each([[undefined], [null], [{}]])('says which props are missing when it gets %j', (props) => {
    expect(() => new RemoteCluster(new App(), 'eu', props as never)).toThrow(
      [
        'RemoteCluster eu istio: expected a release from 1.0.0 to 1.0.9, got nothing. For Istio 1.28 and newer use CurrentRemoteCluster',
        'RemoteCluster eu addresses: expected a map with the keys pilot, policy, telemetry, zipkin, got nothing. Write where remotes reach the control plane, such as addresses: { pilot: 10.8.0.11 }',
      ].join('\n'),
    );
  });

  it.each(['1.30', '1.1', 1.0, ['1.0.9']])('refuses the release %j by itself', (istio) => {
    expect(mistakesOf({ istio })).toMatch(
      /^RemoteCluster eu istio: expected a release from 1\.0\.0 to 1\.0\.9, got \S+( \S+)?\. For Istio 1\.28 and newer use CurrentRemoteCluster$/,
    );
  });

  it.each(['', 'a/b', 'eu.west', 'EU', 'a'.repeat(64)])('refuses the id %j', (id) => {
    expect(mistakesOf({}, id)).toMatch(/^RemoteCluster \S* id: expected lower-case letters/);
    expect(mistakesOf({}, id)).not.toContain('name:');
  });

  it.each(['name', 'apiServer', 'podCidrs', 'kubeconfig', 'injectedWorkloads', 'primary', 'remotes'])(
    'refuses %s, which is a matter of mesh.yaml',
    (key) => {
      expect(mistakesOf({ [key]: 'a' })).toMatch(new RegExp(`^RemoteCluster eu ${key}: unknown key\\.`));
    },
  );

  it('has no property for a part that it lacks', () => {
    const { injectedNamespaces, injectionConfig, pilot, sidecarInjector } = new RemoteCluster(
      new App(),
      'eu',
      {
        ...requiredProps,
        sidecarInjector: { enabled: false, template: false },
      },
    );
    expect({ injectedNamespaces, injectionConfig, pilot, sidecarInjector }).toEqual({
      injectedNamespaces: {},
      injectionConfig: undefined,
      pilot: undefined,
      sidecarInjector: undefined,
    });
  });

  it('renders what a mesh with the same options does', () => {
    fc.assert(
      fc.property(meshInput, ({ istio, primary, security, remotes: [remote] }) => {
        const {
          name = '',
          apiServer,
          podCidrs,
          serviceCidrs,
          context,
          kubeconfig,
          ...options
        }: Partial<RemoteInput10> = remote ?? {};
        const { addresses, namespace } = primary;
        const { mesh, problems } = checkMesh(reader, {
          istio,
          primary: { name: 'another', addresses, namespace },
          security,
          remotes: [{ name, ...options }],
        });
        const [resolved] = mesh?.remotes ?? [];
        fc.pre(name !== 'another' && problems.every(({ severity }) => severity === 'warning'));
        if (mesh === undefined || resolved === undefined) return;
        const props = { istio, addresses, namespace, security, ...options };
        expect(synthRemoteCluster(props, name)).toEqual(objectsOf(remoteParts(mesh, resolved)));
      }),
      { numRuns: 20 },
    );
  });

  it('throws what contradicts the rest', () => {
    expect(mistakesOf({ security: { controlPlaneMutualTls: true } })).toMatch(
      /^RemoteCluster eu security\.controlPlaneMutualTls: expected selfSignedCa: false/,
    );
  });
});

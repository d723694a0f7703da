import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import {
  InjectedNamespace,
  MeshNamespace,
  MultiClusterReader,
  RemoteCluster,
  type RemoteClusterProps,
  RemotePilot,
} from 'cdk8s-istio-remote';
import type { Construct } from 'constructs';

/** What every cluster of this company has in common. */
const company: RemoteClusterProps = {
  istio: '1.0.9',
  addresses: { pilot: '10.16.0.11', policy: '10.16.0.12', telemetry: '10.16.0.13' },
  images: { hub: 'registry.example.com/istio', pullSecrets: ['regcred'] },
  pilotService: true,
  labels: { 'example.com/team': 'platform' },
};

/** Nodes that this company reserves for shared components. */
const toleration = { key: 'example.com/shared', operator: 'Exists', effect: 'NoSchedule' };

/** A remote cluster with what this company adds to it. */
class CompanyCluster extends RemoteCluster {
  constructor(scope: Construct, id: string, props: Partial<RemoteClusterProps> = {}) {
    super(scope, id, { ...company, ...props });
    for (const component of [this.citadel, this.sidecarInjector]) {
      component?.deployment.addJsonPatch(JsonPatch.add('/spec/template/spec/tolerations', [toleration]));
    }
    this.reader.token.metadata.addAnnotation('example.com/owner', 'platform');
    if (this.sidecarInjector === undefined) return;
    const budget = new ApiObject(this, 'injector-budget', {
      apiVersion: 'policy/v1beta1',
      kind: 'PodDisruptionBudget',
      metadata: { name: 'istio-sidecar-injector', namespace: 'istio-system' },
      spec: { minAvailable: 1, selector: { matchLabels: { istio: 'sidecar-injector' } } },
    });
    // The budget protects the injector before the webhook needs it.
    this.sidecarInjector.webhook.addDependency(budget);
  }
}

/** A cluster without sidecars. The primary reads it, so that the mesh can call its services. */
class ServicesOnly extends Chart {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new MeshNamespace(this, 'namespace');
    new MultiClusterReader(this, 'reader');
  }
}

/** A cluster where another team runs Citadel and the injector. It gets only the connection to the primary. */
class ConnectedCluster extends Chart {
  constructor(scope: Construct, id: string, injectedNamespaces: readonly string[]) {
    super(scope, id);
    new MeshNamespace(this, 'namespace');
    new MultiClusterReader(this, 'reader');
    new RemotePilot(this, 'pilot', { address: company.addresses.pilot });
    for (const namespace of injectedNamespaces) new InjectedNamespace(this, namespace, { namespace });
  }
}

const app = new App();
new CompanyCluster(app, 'eu-west-1', {
  injectedNamespaces: ['default', 'shop'],
  sidecarInjector: { replicas: 2 },
});
new CompanyCluster(app, 'ap-south-1', { kubernetes: '1.18', injectedNamespaces: ['shop'] });
new ServicesOnly(app, 'billing');
new ConnectedCluster(app, 'us-east-1', ['shop']);
app.synth();

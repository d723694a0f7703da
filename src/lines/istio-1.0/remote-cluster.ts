import type { Construct } from 'constructs';
import { labelProblems, ofProp, throwErrors } from '../../constructs/chart-problems';
import type { InjectedNamespace } from '../../constructs/injected-namespace';
import { RemoteChart, type RemoteChartProps } from '../../constructs/remote-chart';
import { madeByName } from '../../kubernetes/part';
import { checkMesh } from '../../mesh/check-mesh';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import { loadedLine } from '../loaded-lines';
import type { Citadel } from './constructs/citadel';
import type { InjectionConfig } from './constructs/injection-config';
import type { MeshConfig } from './constructs/mesh-config';
import type { MeshNamespace } from './constructs/mesh-namespace';
import type { MultiClusterReader } from './constructs/multi-cluster-reader';
import type { RemotePilot } from './constructs/remote-pilot';
import type { SidecarInjector } from './constructs/sidecar-injector';
import type { Release10 } from './facts/releases';
import type { MeshInput10, RemoteOptionsInput10 } from './input';
import { remotePartsByRole } from './parts';
import { reader } from './reader';

/** Options of {@link RemoteCluster}: those of `remotes:` in mesh.yaml, and the mesh-wide ones. */
export interface RemoteClusterProps extends RemoteOptionsInput10, RemoteChartProps {
  /** Istio release of the primary, for example `1.0.9`. */
  readonly istio: Release10;
  /** Addresses of the control plane for this cluster: IP addresses or DNS names. */
  readonly addresses: MeshInput10['primary']['addresses'];
  /**
   * Namespace of Istio in every cluster. Unlike `namespace` of cdk8s's `ChartProps`, it is not set on cluster-scoped
   * objects, nor on objects that you add.
   * @default 'istio-system'
   */
  readonly namespace?: string | undefined;
  /** Mesh-wide security, the same in every cluster. @default - no mutual TLS, a self-signed CA per cluster */
  readonly security?: MeshInput10['security'];
}

/**
 * Everything one remote cluster of Istio 1.0 needs, as a chart: the objects of the Helm chart `istio-remote`, except
 * for the differences in docs/chart-parity.md. The options are those of `remotes:` in mesh.yaml.
 *
 * Each part is a property, and the objects of a part are its properties, so you can annotate, patch and depend on
 * them. Constructs that you add to the chart go into the same file.
 */
export class RemoteCluster extends RemoteChart {
  /** The Namespace of Istio. */
  readonly meshNamespace: MeshNamespace;
  /** The namespaces of `injectedNamespaces`, by name. */
  readonly injectedNamespaces: Readonly<Record<string, InjectedNamespace>>;
  /** The account that the primary uses to read this cluster. */
  readonly reader: MultiClusterReader;
  /** The mesh config of the sidecars. */
  readonly meshConfig: MeshConfig;
  /** Policy and template of the sidecar. Undefined with `sidecarInjector.template: false`. */
  readonly injectionConfig: InjectionConfig | undefined;
  /** Makes `istio-pilot` resolve to the primary. Undefined without `pilotService`. */
  readonly pilot: RemotePilot | undefined;
  /** The certificate authority. */
  readonly citadel: Citadel;
  /** The sidecar injector. Undefined with `sidecarInjector.enabled: false`. */
  readonly sidecarInjector: SidecarInjector | undefined;

  /**
   * @param id the cluster id, a DNS-1123 label
   * @throws UserError with every mistake if the options are invalid or contradict each other
   */
  constructor(scope: Construct, id: string, props: RemoteClusterProps) {
    const parts = checkedParts(id, props);
    super(scope, id, props);
    this.meshNamespace = parts.meshNamespace.make(this);
    this.injectedNamespaces = madeByName(this, parts.injectedNamespaces, ({ namespace }) => namespace.name);
    this.reader = parts.reader.make(this);
    this.meshConfig = parts.meshConfig.make(this);
    this.injectionConfig = parts.injectionConfig?.make(this);
    this.pilot = parts.pilot?.make(this);
    this.citadel = parts.citadel.make(this);
    this.sidecarInjector = parts.sidecarInjector?.make(this);
    this.keepOrder();
  }
}

/**
 * Validates the props and returns their parts before any construct is created. Programs without types may pass
 * anything, or nothing.
 */
function checkedParts(id: string, props: RemoteClusterProps) {
  const { istio, addresses, namespace, security, labels, disableResourceNameHashes, ...options } = {
    ...props,
  };
  const primary = {
    name: id === 'primary' ? 'control-plane' : 'primary',
    addresses,
    ...(namespace === undefined ? {} : { namespace }),
  };
  // As defaults: other keys of a remote belong in mesh.yaml and are unknown here.
  const input = {
    istio,
    primary,
    ...(security === undefined ? {} : { security }),
    defaults: options,
    remotes: [{ name: id }],
  };
  const { mesh, problems } = checkMesh(reader, input, { other: loadedLine('current') });
  throwErrors(`RemoteCluster ${id}`, [
    ...problems.map((problem) => ofProps(problem, istio)),
    ...labelProblems(labels),
  ]);
  const remote = mesh?.remotes[0];
  if (mesh === undefined || remote === undefined) throw new Error(`no mesh of RemoteCluster ${id}`);
  return remotePartsByRole(mesh, remote);
}

/** Rewrites a problem of the mesh in terms of the props. */
function ofProps(problem: Problem, istio: unknown): Problem {
  const { path } = problem;
  if (path[0] === 'istio' && problem.severity === 'error') {
    const fix = 'For Istio 1.28 and newer use CurrentRemoteCluster';
    return errorAt(path, `expected a release from 1.0.0 to 1.0.9, got ${quoted(istio)}`, fix);
  }
  return ofProp(problem, propPath(path));
}

/** Returns where a value of the mesh comes from: the props, or the id. */
function propPath(path: Path): Path {
  if (path[0] === 'primary' || path[0] === 'defaults') return path.slice(1);
  if (path[0] !== 'remotes') return path;
  return path[2] === 'name' ? ['id'] : path.slice(2);
}

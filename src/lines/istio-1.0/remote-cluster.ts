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

/** Options of {@link RemoteCluster}: those of `remotes:` in mesh.yaml, and what the mesh says for all clusters. */
export interface RemoteClusterProps extends RemoteOptionsInput10, RemoteChartProps {
  /** Istio release of the primary, such as `1.0.9`. */
  readonly istio: Release10;
  /** Where the cluster reaches the control plane: IP addresses or DNS names. */
  readonly addresses: MeshInput10['primary']['addresses'];
  /**
   * Namespace of Istio in every cluster. Unlike `namespace` of cdk8s' `ChartProps` it goes on no object that belongs to no namespace, and on
   * no object of yours.
   * @default 'istio-system'
   */
  readonly namespace?: string | undefined;
  /** Mesh-wide security, the same in every cluster. @default - no mutual TLS, a self-signed CA per cluster */
  readonly security?: MeshInput10['security'];
}

/**
 * Everything one remote cluster of Istio 1.0 needs, as a chart: what the Helm chart `istio-remote` renders, but for
 * the differences in docs/chart-parity.md. The options are those of `remotes:` in mesh.yaml.
 *
 * Each part is a property, and each part has its objects as properties, so that they can be annotated, patched and
 * depended on. What is added to the chart goes into the same file.
 */
export class RemoteCluster extends RemoteChart {
  /** The Namespace of Istio. */
  readonly meshNamespace: MeshNamespace;
  /** The namespaces of `injectedNamespaces`, by name. */
  readonly injectedNamespaces: Readonly<Record<string, InjectedNamespace>>;
  /** The account by which the primary reads this cluster. */
  readonly reader: MultiClusterReader;
  /** The mesh config of the sidecars. */
  readonly meshConfig: MeshConfig;
  /** Policy and template of the sidecar. Undefined with `sidecarInjector.template: false`. */
  readonly injectionConfig: InjectionConfig | undefined;
  /** What makes `istio-pilot` resolve to the primary. Undefined without `pilotService`. */
  readonly pilot: RemotePilot | undefined;
  /** The certificate authority. */
  readonly citadel: Citadel;
  /** The sidecar injector. Undefined with `sidecarInjector.enabled: false`. */
  readonly sidecarInjector: SidecarInjector | undefined;

  /**
   * @param id the cluster id, a DNS-1123 label
   * @throws UserError when the options contradict each other, with everything that is wrong
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

/** The parts of valid props, before anything is made. Programs without types may pass anything, or nothing. */
function checkedParts(id: string, props: RemoteClusterProps) {
  const { istio, addresses, namespace, security, labels, disableResourceNameHashes, ...options } = {
    ...props,
  };
  const primary = {
    name: id === 'primary' ? 'control-plane' : 'primary',
    addresses,
    ...(namespace === undefined ? {} : { namespace }),
  };
  // As defaults: what else a remote has is a matter of mesh.yaml, and an unknown key here.
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

/** A problem of the mesh by the names of the props. */
function ofProps(problem: Problem, istio: unknown): Problem {
  const { path } = problem;
  if (path[0] === 'istio' && problem.severity === 'error') {
    const fix = 'For Istio 1.28 and newer use CurrentRemoteCluster';
    return errorAt(path, `expected a release from 1.0.0 to 1.0.9, got ${quoted(istio)}`, fix);
  }
  return ofProp(problem, propPath(path));
}

/** Where a value of the mesh comes from: the props, or the id. */
function propPath(path: Path): Path {
  if (path[0] === 'primary' || path[0] === 'defaults') return path.slice(1);
  if (path[0] !== 'remotes') return path;
  return path[2] === 'name' ? ['id'] : path.slice(2);
}

import type { Construct } from 'constructs';
import { labelProblems, ofProp, throwErrors } from '../../constructs/chart-problems';
import type { InjectedNamespace } from '../../constructs/injected-namespace';
import { RemoteChart, type RemoteChartProps } from '../../constructs/remote-chart';
import { madeByName } from '../../kubernetes/part';
import { checkMesh } from '../../mesh/check-mesh';
import { errorAt, type Path, type Problem, quoted } from '../../problem';
import { loadedLine } from '../loaded-lines';
import type { EastWestGateway } from './constructs/exposure/east-west-gateway';
import type { InjectionWebhook } from './constructs/injection-webhook';
import type { CurrentMeshNamespace } from './constructs/mesh-namespace';
import type { RemoteIstiod } from './constructs/remote-istiod';
import type { RemoteReader } from './constructs/remote-reader';
import type { RemoteRevision } from './constructs/remote-revision';
import type { RevisionTag } from './constructs/revision-tag';
import type { ValidationWebhook } from './constructs/validation-webhook';
import type { IstiodAddress } from './facts/istiod-address';
import type { MeshInputCurrent, RemoteOptionsInputCurrent } from './input';
import { remotePartsByRole } from './parts';
import { reader } from './reader';

/** Options of {@link CurrentRemoteCluster}: those of `remotes:` in mesh.yaml, and the mesh-wide ones. */
export interface CurrentRemoteClusterProps extends Omit<RemoteOptionsInputCurrent, 'crds'>, RemoteChartProps {
  /** Istio release of the primary, for example `1.30` or `1.30.3`. */
  readonly istio: string;
  /** Cluster id of the primary. */
  readonly primary: string;
  /** Address of the primary's istiod for this cluster: an IP address, several of one family, or a DNS name. */
  readonly istiodAddress: IstiodAddress;
  /**
   * Namespace of Istio in every cluster. Unlike `namespace` of cdk8s's `ChartProps`, it is not set on cluster-scoped
   * objects, nor on objects that you add.
   * @default 'istio-system'
   */
  readonly namespace?: string | undefined;
  /**
   * Revision of the primary's istiod. With {@link revisions}: the revision or tag that injects.
   * @default - the default revision, or the first of `revisions`
   */
  readonly revision?: string | undefined;
  /** Revisions of the primary's istiod, if several run at the same time. @default - one, `revision` */
  readonly revisions?: MeshInputCurrent['revisions'];
  /** Tags that namespaces use instead of `revision`. With `revisions`: a map from tag to revision. @default [] */
  readonly revisionTags?: MeshInputCurrent['revisionTags'];
}

/**
 * Everything one remote cluster of Istio 1.28 and newer needs, as a chart: the objects of the Helm charts `base` and
 * `istiod` with profile remote, except for the differences in docs/chart-parity.md. The options are those of
 * `remotes:` in mesh.yaml. Add custom resource definitions with `Include` of cdk8s.
 *
 * Each part is a property, and the objects of a part are its properties, so you can annotate, patch and depend on
 * them. Constructs that you add to the chart go into the same file.
 */
export class CurrentRemoteCluster extends RemoteChart {
  /** The Namespace of Istio. */
  readonly meshNamespace: CurrentMeshNamespace;
  /** The namespaces of `injectedNamespaces`, by name. */
  readonly injectedNamespaces: Readonly<Record<string, InjectedNamespace>>;
  /** The account that the primary uses to read this cluster, with the role of the first revision. */
  readonly reader: RemoteReader;
  /** Makes `istiod` of the first revision resolve to the primary. */
  readonly istiod: RemoteIstiod;
  /** The objects of each further revision of `revisions`, by name. */
  readonly otherRevisions: Readonly<Record<string, RemoteRevision>>;
  /** The webhook for Istio's own objects. Undefined with `validation.enabled: false`. */
  readonly validation: ValidationWebhook | undefined;
  /** The webhook that injects sidecars of the first revision. Undefined with `sidecarInjector.enabled: false`. */
  readonly injection: InjectionWebhook | undefined;
  /** The webhooks of `revisionTags`, by tag. Empty with `sidecarInjector.enabled: false`. */
  readonly revisionTags: Readonly<Record<string, RevisionTag>>;
  /** The gateway that other networks use to reach this one. Undefined without `eastWestGateway`. */
  readonly eastWestGateway: EastWestGateway | undefined;

  /**
   * @param id the cluster id, a DNS-1123 label
   * @throws UserError with every mistake if the options are invalid or contradict each other
   */
  constructor(scope: Construct, id: string, props: CurrentRemoteClusterProps) {
    const parts = checkedParts(id, props);
    super(scope, id, props);
    this.meshNamespace = parts.meshNamespace.make(this);
    this.injectedNamespaces = madeByName(this, parts.injectedNamespaces, ({ namespace }) => namespace.name);
    this.reader = parts.reader.make(this);
    this.istiod = parts.istiod.make(this);
    this.otherRevisions = madeByName(this, parts.otherRevisions, ({ revision }) => revision);
    this.validation = parts.validation?.make(this);
    this.injection = parts.injection?.make(this);
    this.revisionTags = madeByName(this, parts.revisionTags, ({ tag }) => tag);
    this.eastWestGateway = parts.eastWestGateway?.make(this);
    this.keepOrder();
  }
}

/**
 * Validates the props and returns their parts before any construct is created. Programs without types may pass
 * anything, or nothing.
 */
function checkedParts(id: string, props: CurrentRemoteClusterProps) {
  const { istio, primary, istiodAddress, namespace, revision, revisions, revisionTags, ...rest } = {
    ...props,
  };
  const { labels, disableResourceNameHashes, crds, ...options }: typeof rest & { crds?: unknown } = rest;
  // As defaults: other keys of a remote belong in mesh.yaml and are unknown here.
  const input = {
    istio,
    ...(revision === undefined || revisions !== undefined ? {} : { revision }),
    ...(revisions === undefined ? {} : { revisions }),
    ...(revisionTags === undefined ? {} : { revisionTags }),
    primary: {
      name: primary,
      addresses: { istiod: istiodAddress },
      ...(namespace === undefined ? {} : { namespace }),
    },
    defaults: { ...options, ...(revision === undefined || revisions === undefined ? {} : { revision }) },
    remotes: [{ name: id }],
  };
  const { mesh, problems } = checkMesh(reader, input, { other: loadedLine('1.0') });
  throwErrors(`CurrentRemoteCluster ${id}`, [
    ...problems.map((problem) => ofProps(problem, istio)),
    ...(crds === undefined
      ? []
      : [errorAt(['crds'], 'unknown key', 'Add definitions with Include of cdk8s')]),
    ...labelProblems(labels),
  ]);
  const remote = mesh?.remotes[0];
  if (mesh === undefined || remote === undefined) throw new Error(`no mesh of CurrentRemoteCluster ${id}`);
  return remotePartsByRole(mesh, remote);
}

/** Rewrites a problem of the mesh in terms of the props. */
function ofProps(problem: Problem, istio: unknown): Problem {
  const { path } = problem;
  if (path[0] === 'istio' && problem.severity === 'error') {
    const fix = 'For Istio 1.0 use RemoteCluster';
    return errorAt(path, `expected release 1.28 or newer as text, such as "1.30", got ${quoted(istio)}`, fix);
  }
  return ofProp(problem, propPath(path));
}

/** Returns where a value of the mesh comes from: the props, or the id. */
function propPath(path: Path): Path {
  const [first, second] = path;
  if (first === 'defaults') return path.slice(1);
  if (first === 'primary') {
    if (second === 'addresses') return ['istiodAddress', ...path.slice(3)];
    return second === 'name' ? ['primary'] : path.slice(1);
  }
  if (first !== 'remotes') return path;
  return path[2] === 'name' ? ['id'] : path.slice(2);
}

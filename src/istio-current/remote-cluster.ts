import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkMesh } from '../mesh/check-mesh';
import { type Path, UserError } from '../problem';
import type { RemoteOptionsInputCurrent } from './input';
import { remoteParts } from './parts';

export interface CurrentRemoteClusterProps extends Omit<RemoteOptionsInputCurrent, 'crds'> {
  /** Istio release of the primary, such as `1.30` or `1.30.3`. */
  readonly istio: string;
  /** Cluster id of the primary. */
  readonly primary: string;
  /** Where the cluster reaches the primary's istiod: an IP address or a DNS name. */
  readonly istiodAddress: string;
  /** Namespace of Istio in every cluster. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod. @default - the default one */
  readonly revision?: string;
  /** Tags by which namespaces choose the revision. @default [] */
  readonly revisionTags?: readonly string[];
}

/**
 * Everything one remote cluster of Istio 1.28 to 1.31 needs, as a chart: what the Helm charts `base` and `istiod`
 * render with profile remote, but for the differences in docs/chart-parity.md. The options are those of `remotes:` in
 * mesh.yaml; custom resource definitions are added with `Include` of cdk8s.
 */
export class CurrentRemoteCluster extends Chart {
  /**
   * @param id the cluster id, a DNS-1123 label
   * @throws UserError when the options contradict each other, with everything that is wrong
   */
  constructor(scope: Construct, id: string, props: CurrentRemoteClusterProps) {
    super(scope, id);
    const { istio, primary, istiodAddress, namespace, revision, revisionTags, ...options } = props;
    const { mesh, problems } = checkMesh({
      istio,
      ...(revision === undefined ? {} : { revision }),
      ...(revisionTags === undefined ? {} : { revisionTags }),
      primary: {
        name: primary,
        addresses: { istiod: istiodAddress },
        ...(namespace === undefined ? {} : { namespace }),
      },
      remotes: [{ name: id, ...options }],
    });
    const errors = problems.filter(({ severity }) => severity === 'error');
    const remote = mesh?.line === 'current' ? mesh.remotes[0] : undefined;
    if (errors.length > 0 || mesh?.line !== 'current' || remote === undefined) {
      const file = `CurrentRemoteCluster ${id}`;
      throw new UserError(errors.map((problem) => ({ ...problem, file, path: propPath(problem.path) })));
    }
    for (const part of remoteParts(mesh, remote)) part.make(this);
  }
}

/** Where a value of the mesh comes from: the props, or the id. */
function propPath(path: Path): Path {
  const [first, second] = path;
  if (first === 'primary') {
    if (second === 'addresses') return ['istiodAddress'];
    return second === 'name' ? ['primary'] : path.slice(1);
  }
  if (first !== 'remotes') return path;
  return path[2] === 'name' ? ['id'] : path.slice(2);
}

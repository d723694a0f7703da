import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { checkMesh } from '../../mesh/check-mesh';
import { type Path, UserError } from '../../problem';
import { loadedLine } from '../loaded-lines';
import type { Release10 } from './facts/releases';
import type { ControlPlaneAddresses } from './options/addresses';
import type { RemoteOptionsInput10 } from './options/schema';
import type { MeshSecurity } from './options/security';
import { remoteParts } from './parts';
import { reader } from './reader';

export interface RemoteClusterProps extends RemoteOptionsInput10 {
  /** Istio release of the primary, such as `1.0.9`. */
  readonly istio: Release10;
  /** Where the cluster reaches the control plane: IP addresses or DNS names. */
  readonly addresses: ControlPlaneAddresses;
  /** Namespace of Istio in every cluster. @default 'istio-system' */
  readonly namespace?: string;
  /** Mesh-wide security, the same in every cluster. @default - no mutual TLS, a self-signed CA per cluster */
  readonly security?: Partial<MeshSecurity>;
}

/**
 * Everything one remote cluster of Istio 1.0 needs, as a chart: what the Helm chart `istio-remote` renders, but for
 * the differences in docs/chart-parity.md. The options are those of `remotes:` in mesh.yaml.
 */
export class RemoteCluster extends Chart {
  /**
   * @param id the cluster id, a DNS-1123 label
   * @throws UserError when the options contradict each other, with everything that is wrong
   */
  constructor(scope: Construct, id: string, props: RemoteClusterProps) {
    super(scope, id);
    const { istio, addresses, namespace, security, ...options } = props;
    const primary = {
      name: id === 'primary' ? 'control-plane' : 'primary',
      addresses,
      ...(namespace === undefined ? {} : { namespace }),
    };
    const { mesh, problems } = checkMesh(
      reader,
      {
        istio,
        primary,
        ...(security === undefined ? {} : { security }),
        remotes: [{ name: id, ...options }],
      },
      { other: loadedLine('current') },
    );
    const errors = problems.filter(({ severity }) => severity === 'error');
    const remote = mesh?.remotes[0];
    if (errors.length > 0 || mesh === undefined || remote === undefined) {
      throw new UserError(
        errors.map((problem) => ({ ...problem, file: `RemoteCluster ${id}`, path: propPath(problem.path) })),
      );
    }
    for (const part of remoteParts(mesh, remote)) part.make(this);
  }
}

/** Where a value of the mesh comes from: the props, or the id. */
function propPath(path: Path): Path {
  if (path[0] === 'primary') return path.slice(1);
  if (path[0] !== 'remotes') return path;
  return path[2] === 'name' ? ['id'] : path.slice(2);
}

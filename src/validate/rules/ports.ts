import { errorAt, type Path, type Problem } from '../../problem';
import type { TypeRule } from '../check-shape';

/** Port numbers of Services, Endpoints and containers. */
export const portsAreNumbers: TypeRule = (port, path) =>
  ['port', 'targetPort', 'containerPort', 'hostPort', 'nodePort'].flatMap((field) =>
    portProblems(port[field], [...path, field]),
  );

function portProblems(port: unknown, path: Path): Problem[] {
  // 0 stands for none, where a port may be left out.
  if (typeof port !== 'number' || (port >= 0 && port <= 65_535)) return [];
  return [errorAt(path, `expected a port from 1 to 65535, got ${port}`)];
}

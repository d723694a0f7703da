import type { MeshInput10, RemoteInput10 } from '../../../src/lines/istio-1.0/input';
import { resolveMesh10 } from '../../../src/lines/istio-1.0/options/schema';
import type { Rule10 } from '../../../src/lines/istio-1.0/reader';
import { problemText } from '../../../src/problem';

/** A mesh with only the parts that a rule reads. */
export interface MeshParts {
  readonly istio?: MeshInput10['istio'];
  readonly primary?: Partial<MeshInput10['primary']>;
  readonly security?: MeshInput10['security'];
  readonly defaults?: MeshInput10['defaults'];
  /** Remotes are named a, b, c… by default. */
  readonly remotes?: readonly Partial<RemoteInput10>[];
}

/** Returns the problems of one rule in a mesh. */
export function ruleProblems(rule: Rule10, parts: MeshParts): string[] {
  const { istio = '1.0.9', primary, security, defaults, remotes = [{}] } = parts;
  const input: MeshInput10 = {
    istio,
    primary: { name: 'hq', addresses: { pilot: '10.8.0.11' }, ...primary },
    ...(security === undefined ? {} : { security }),
    ...(defaults === undefined ? {} : { defaults }),
    remotes: remotes.map((remote, index) => ({ name: String.fromCharCode(97 + index), ...remote })),
  };
  return [rule(resolveMesh10(input), input)].flat().map(problemText);
}

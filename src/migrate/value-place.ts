import { fieldAt } from '../kubernetes/fields';
import { nodesTo, offsetOf, positionsIn } from '../kubernetes/text/place';
import { isScalarNode, readTree } from '../kubernetes/text/tree';
import { type Path, type Position, type Problem, UserError } from '../problem';
import { readValues, type ValuesSource } from './helm-values/read-values';

/** From the weakest to the strongest, as Helm orders them. */
const ORDER: readonly ValuesSource['kind'][] = ['file', 'set-json', 'set', 'set-string'];

/** Adds the file and line, or the flag, that set the value a problem is about. */
export function placed(problem: Problem, sources: readonly ValuesSource[]): Problem {
  if (problem.file !== undefined) return problem;
  const strongest = ORDER.flatMap((kind) => sources.filter((source) => source.kind === kind)).reverse();
  for (let length = problem.path.length; length > 0; length--) {
    const path = problem.path.slice(0, length);
    const source = strongest.find((candidate) => sets(candidate, path));
    if (source === undefined) continue;
    if (source.kind !== 'file') return { ...problem, file: `--${source.kind}` };
    const position = positionOf(source.text, path, problem.atKey ?? false);
    return { ...problem, file: source.name, ...(position === undefined ? {} : { position }) };
  }
  return problem;
}

function sets(source: ValuesSource, path: Path): boolean {
  try {
    return fieldAt(readValues([source]), ...path) !== undefined;
  } catch (error) {
    // A --set that needs what another source wrote; all together were read before.
    if (error instanceof UserError) return false;
    throw error;
  }
}

/** Undefined when an alias or a merge key brought the value. */
function positionOf(text: string, path: Path, atKey: boolean): Position | undefined {
  const { root } = readTree(text);
  const node = nodesTo(root, path)?.at(-1);
  if (node === undefined) return undefined;
  return positionsIn(text)(offsetOf(root, path, atKey || !isScalarNode(node)));
}

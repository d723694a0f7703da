import { fieldAt } from '../kubernetes/fields';
import { nodesTo, offsetOf, positionsIn } from '../kubernetes/text/place';
import { isScalarNode, readTree, type YamlTree } from '../kubernetes/text/tree';
import { type Path, type Position, type Problem, problemsText, UsageError, UserError } from '../problem';
import type { HelmMap } from './helm-values/helm-value';
import { readValues, type ValuesSource } from './helm-values/read-values';

/** From the weakest to the strongest, in Helm's order. */
const ORDER: readonly ValuesSource['kind'][] = ['file', 'set-json', 'set', 'set-string'];

/** Adds the file and line, or the flag, of the values to their problems. */
export function placed(problems: readonly Problem[], sources: readonly ValuesSource[]): Problem[] {
  const strongest = ORDER.flatMap((kind) => sources.filter((source) => source.kind === kind))
    .reverse()
    .map((source) => new ReadSource(source));
  return problems.map((problem) => {
    if (problem.file !== undefined) return problem;
    for (let length = problem.path.length; length > 0; length--) {
      const path = problem.path.slice(0, length);
      const source = strongest.find((candidate) => candidate.sets(path));
      if (source !== undefined) return { ...problem, ...source.placeOf(path, problem.atKey ?? false) };
    }
    return problem;
  });
}

/** Options of `migrate` whose values become values of the mesh. */
const OPTIONS: ReadonlySet<string> = new Set([
  '--cluster',
  '--istio',
  '--kubernetes',
  '--namespace',
  '--primary',
  '--to',
]);

/** @throws UsageError if options of the command line are wrong, UserError if values are wrong */
export function refuse(errors: readonly Problem[]): void {
  const ofOptions = errors.filter(({ file = '' }) => OPTIONS.has(file));
  if (ofOptions.length > 0) throw new UsageError(problemsText(ofOptions));
  if (errors.length > 0) throw new UserError(errors);
}

/** A source that is read once, however many problems it has. */
class ReadSource {
  #values: { readonly found: HelmMap | undefined } | undefined;
  #tree: { readonly root: YamlTree['root']; readonly at: (offset: number) => Position } | undefined;

  constructor(private readonly source: ValuesSource) {}

  sets(path: Path): boolean {
    this.#values ??= { found: valuesOf(this.source) };
    return fieldAt(this.#values.found, ...path) !== undefined;
  }

  placeOf(path: Path, atKey: boolean): Pick<Problem, 'file' | 'position'> {
    const { source } = this;
    if (source.kind !== 'file') return { file: `--${source.kind}` };
    this.#tree ??= { root: readTree(source.text).root, at: positionsIn(source.text) };
    const { root, at } = this.#tree;
    const node = nodesTo(root, path)?.at(-1);
    // An alias or a merge key inserted the value.
    if (node === undefined) return { file: source.name };
    return { file: source.name, position: at(offsetOf(root, path, atKey || !isScalarNode(node))) };
  }
}

function valuesOf(source: ValuesSource): HelmMap | undefined {
  try {
    return readValues([source]);
  } catch (error) {
    // A --set that needs another source's values. Reading all sources together already worked.
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

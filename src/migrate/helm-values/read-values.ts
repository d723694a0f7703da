import { type HelmMap, mergeValues } from './helm-value';
import { readAssignments } from './set-assignment';
import { setPath } from './set-path';
import { SetText } from './set-text';
import { readValuesFile } from './values-file';

/** A values file for `--values`, or the text after one of the `--set` flags. */
export type ValuesSource =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'set' | 'set-string' | 'set-json'; readonly text: string };

/** Helm's order, whatever the order on the command line: later kinds take precedence. */
const FLAGS = ['set-json', 'set', 'set-string'] as const;

/**
 * Returns the user's values as Helm 3.12 reads them, before it adds the chart's defaults: files first, then
 * `--set-json`, `--set` and `--set-string`, each kind in the order of `sources`.
 * @throws UserError if Helm would refuse them
 */
export function readValues(sources: readonly ValuesSource[]): HelmMap {
  let values: HelmMap = {};
  for (const source of sources) {
    if (source.kind === 'file') values = mergeValues(values, readValuesFile(source.name, source.text));
  }
  for (const flag of FLAGS) {
    for (const source of sources) {
      if (source.kind !== flag) continue;
      const text = new SetText(`--${flag}`, source.text);
      for (const assignment of readAssignments(text)) setPath(values, assignment, text);
    }
  }
  return values;
}

/** Describes the sources for a comment: `a.yaml, b.yaml, 2 --set flags`. Empty if there is none. */
export function sourcesText(sources: readonly ValuesSource[]): string {
  const files = sources.flatMap((source) => (source.kind === 'file' ? [source.name] : []));
  const flags = sources.length - files.length;
  return [...files, ...(flags === 0 ? [] : [`${flags} --set ${flags === 1 ? 'flag' : 'flags'}`])].join(', ');
}

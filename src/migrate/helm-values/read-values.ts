import { type HelmMap, mergeValues } from './helm-value';
import { readAssignments } from './set-assignment';
import { setPath } from './set-path';
import { SetText } from './set-text';
import { readValuesFile } from './values-file';

/** A values file, as `--values` names it, or the text after one of the `--set` flags. */
export type ValuesSource =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | { readonly kind: 'set' | 'set-string' | 'set-json'; readonly text: string };

/** Helm's order, whatever the order on the command line: later kinds win over earlier ones. */
const FLAGS = ['set-json', 'set', 'set-string'] as const;

/**
 * The values a user gives to Helm 3.12, before the defaults of the chart are added: files first, then
 * `--set-json`, `--set` and `--set-string`, each kind in the order of `sources`.
 * @throws UserError where Helm would refuse
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

/** Names where values came from, for a comment: `a.yaml, b.yaml, 2 --set flags`; empty for no source. */
export function sourcesText(sources: readonly ValuesSource[]): string {
  const files = sources.flatMap((source) => (source.kind === 'file' ? [source.name] : []));
  const flags = sources.length - files.length;
  return [...files, ...(flags === 0 ? [] : [`${flags} --set ${flags === 1 ? 'flag' : 'flags'}`])].join(', ');
}

import type { Joined } from '../membership/joined';
import { tableLines } from './mesh-options';

/** More columns do not fit a screen. */
const MOST_COLUMNS = 8;

/**
 * Shows the outcome of each pair: a row for each primary, a column for each cluster that it reads. In a large mesh, a
 * row counts each outcome and lists the clusters that failed.
 */
export function pairTable(pairs: readonly Joined[]): string {
  const readers = [...new Set(pairs.map(({ primary = '' }) => primary))];
  const clusters = [...new Set(pairs.map(({ cluster }) => cluster))];
  const outcomes = new Map(
    pairs.map(({ primary = '', cluster, outcome }) => [`${primary} ${cluster}`, outcome]),
  );
  const rows =
    clusters.length <= MOST_COLUMNS
      ? [
          ['reads', ...clusters],
          ...readers.map((reader) => [
            reader,
            ...clusters.map((cluster) => outcomes.get(`${reader} ${cluster}`) ?? '-'),
          ]),
        ]
      : readers.map((reader) => [reader, countsOf(pairs.filter(({ primary = '' }) => primary === reader))]);
  return tableLines(rows)
    .map((line) => `${line}\n`)
    .join('');
}

/** `98 unchanged, 1 failed (us)`. */
function countsOf(pairs: readonly Joined[]): string {
  const byOutcome = new Map<string, string[]>();
  for (const { outcome, cluster } of pairs)
    byOutcome.set(outcome, [...(byOutcome.get(outcome) ?? []), cluster]);
  return [...byOutcome]
    .map(([outcome, clusters]) => {
      const named =
        outcome === 'failed' || outcome === 'declined'
          ? ` (${clusters.slice(0, 5).join(', ')}${clusters.length > 5 ? ', …' : ''})`
          : '';
      return `${clusters.length} ${outcome}${named}`;
    })
    .join(', ');
}

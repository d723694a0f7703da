import { type Problem, pathText, warningAt } from '../problem';

/** Unknown values, and other mistakes in the keys. */
export interface SortedFaults {
  /** One warning with all unknown values. Empty if there are none, or if they are errors. */
  readonly warnings: readonly Problem[];
  readonly errors: readonly Problem[];
}

/**
 * Makes one warning of the values that no chart reads, for a values file that several charts share.
 * @param faults mistakes in the keys of the values; an unknown key has `atKey`
 * @param ignore whether unknown values are no errors
 */
export function sortFaults(faults: readonly Problem[], ignore: boolean): SortedFaults {
  const isIgnored = ({ atKey }: Problem): boolean => ignore && atKey === true;
  const unknown = faults.filter(isIgnored);
  const errors = faults.filter((fault) => !isIgnored(fault));
  if (unknown.length === 0) return { warnings: [], errors };
  const names = unknown.map(({ path }) => pathText(path)).join(', ');
  const warning = warningAt([], `left out what the chart does not read: ${names}`, 'Look for misspelt names');
  return { warnings: [{ ...warning, file: '--ignore-unknown' }], errors };
}

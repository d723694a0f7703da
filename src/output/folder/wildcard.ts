/** A list with items that match any number of others, such as the `*` in a name. */
interface Wildcards<T> {
  readonly pattern: ArrayLike<T>;
  readonly isAny: (item: T) => boolean;
  readonly fits: (item: T, found: T) => boolean;
}

/**
 * Whether a path matches a pattern: `*` matches any characters of a name, `?` one character, and `**` any number of
 * folders. The time is at most proportional to the product of both lengths, whatever the pattern.
 */
export function pathFits(pattern: string, path: string): boolean {
  return isMatch(path.split('/'), {
    pattern: pattern.split('/'),
    isAny: (step) => step === '**',
    fits: nameFits,
  });
}

function nameFits(pattern: string, name: string): boolean {
  return isMatch(name, {
    pattern,
    isAny: (character) => character === '*',
    fits: (wanted, found) => wanted === '?' || wanted === found,
  });
}

/** Backtracks only to the last `*`: an earlier one could match only what that one can. */
function isMatch<T>(items: ArrayLike<T>, { pattern, isAny, fits }: Wildcards<T>): boolean {
  let [at, step] = [0, 0];
  let [retryAt, retryStep] = [0, -1];
  while (at < items.length) {
    const [wanted, found] = [pattern[step], items[at]];
    if (wanted !== undefined && isAny(wanted)) {
      [retryAt, retryStep] = [at, step];
      step += 1;
    } else if (wanted !== undefined && found !== undefined && fits(wanted, found)) {
      at += 1;
      step += 1;
    } else if (retryStep >= 0) {
      retryAt += 1;
      [at, step] = [retryAt, retryStep + 1];
    } else return false;
  }
  while (step < pattern.length) {
    const rest = pattern[step];
    if (rest === undefined || !isAny(rest)) return false;
    step += 1;
  }
  return true;
}

import { isMap } from '../../is-map';

/**
 * Prints a plain value in flow style, which is JSON and YAML alike.
 * @param opening blanks behind the bracket of the outermost collection
 */
export function printFlow(value: unknown, style: 'tight' | 'spaced', opening = ''): string {
  const [comma, colon] = style === 'tight' ? [',', ':'] : [', ', ': '];
  const print = (each: unknown): string => {
    if (Array.isArray(each)) return `[${each.map(print).join(comma)}]`;
    if (typeof each !== 'object' || each === null) return scalar(each);
    const entries = Object.entries(each).map(([key, inner]) => `${scalar(key)}${colon}${print(inner)}`);
    return `{${entries.join(comma)}}`;
  };
  if (opening === '' || typeof value !== 'object' || value === null) return print(value);
  if (!Array.isArray(value)) {
    // The blanks of a map reach into its own maps: each of them is new.
    const entries = Object.entries(value).map(
      ([key, inner]) => `${scalar(key)}${colon}${isMap(inner) ? printFlow(inner, style, ' ') : print(inner)}`,
    );
    return `{${opening}${entries.join(comma)} }`;
  }
  return `[${opening}${value.map(print).join(comma)} ]`;
}

/** JSON with every character escaped that some reader of YAML stumbles over. */
function scalar(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

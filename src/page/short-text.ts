import { someOf as someOfAny } from '../some-of';

/** Formats `a, b, c and 4 more`. */
export function someOf(items: readonly string[], most: number): string {
  return someOfAny(items, most, counted);
}

/** Formats `10,000`. */
export function counted(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Formats `1 box` or `2 boxes`. */
export function countOf(count: number, [one, many]: readonly [one: string, many: string]): string {
  return `${counted(count)} ${count === 1 ? one : many}`;
}

/** Formats `1 cluster` or `2 clusters`. */
export function clusterCount(count: number): string {
  return countOf(count, ['cluster', 'clusters']);
}

/** Characters that would break a line, change the reading direction, or be invisible. */
const UNSEEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\ufffe\uffff]/gu;

/** Matches nearly every text. The other pattern takes longer. */
const HARMLESS = /^[\x20-\x7e]*$/;

/** Escapes a text so that it stays on its line and every character is visible. */
export function oneLine(text: string): string {
  return HARMLESS.test(text) ? text : text.replace(UNSEEN, '\ufffd');
}

/** Cuts a text to the size of a box or a cell. */
export function shortened(text: string, most: number): string {
  const characters = [...oneLine(text)];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join('');
}

import { someOf as someOfAny } from '../some-of';

/** `a, b, c and 4 more`. */
export function someOf(items: readonly string[], most: number): string {
  return someOfAny(items, most, counted);
}

/** `10,000`. */
export function counted(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 cluster`, `2 clusters`. */
export function clusterCount(count: number): string {
  return `${counted(count)} ${count === 1 ? 'cluster' : 'clusters'}`;
}

/** Characters that would break a line, change the direction of reading, or not be seen. */
const UNSEEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\ufffe\uffff]/gu;

/** What nearly every text is made of; the other pattern takes longer. */
const HARMLESS = /^[\x20-\x7e]*$/;

/** A text that stays on its line and looks like what it is. */
export function oneLine(text: string): string {
  return HARMLESS.test(text) ? text : text.replace(UNSEEN, '\ufffd');
}

/** A text cut to what fits a box or a cell. */
export function shortened(text: string, most: number): string {
  const characters = [...oneLine(text)];
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : characters.join('');
}

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

/**
 * Characters that move the cursor, break a line, change the direction of reading or are not seen: control and format
 * characters, lone surrogates, private use, separators other than the blank, and what fonts leave out.
 */
const UNSEEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\p{Default_Ignorable_Code_Point}\ufffe\uffff]/gu;
const UNSEEN_IN_LINES = new RegExp(`(?![\\n\\t])${UNSEEN.source}`, 'gu');

/** What nearly every text is made of; the other patterns take longer. */
const HARMLESS = /^[\n\t\x20-\x7e]*$/;

/** A text from outside on one line that shows all of it: `\u202e` instead of the character. JSON stays the same JSON. */
export function visibleLine(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** The same for a text of several lines: line breaks and tabs stay. */
export function visibleLines(text: string): string {
  return HARMLESS.test(text) ? text : text.replace(UNSEEN_IN_LINES, escaped);
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}

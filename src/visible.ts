/**
 * Characters that move the cursor, break a line, change the reading direction or are invisible: control and format
 * characters, lone surrogates, private use, separators other than the blank, and characters that fonts leave out.
 */
const UNSEEN = /(?! )[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\p{Default_Ignorable_Code_Point}\ufffe\uffff]/gu;
const UNSEEN_IN_LINES = new RegExp(`(?![\\n\\t])${UNSEEN.source}`, 'gu');

/** Matches nearly every text. The other patterns take longer. */
const HARMLESS = /^[\n\t\x20-\x7e]*$/;

/**
 * Shows text from outside on one line with every character visible: `\u202e` instead of the character. JSON stays the
 * same JSON.
 */
export function visibleLine(text: string): string {
  return text.replace(UNSEEN, escaped);
}

/** Does the same for a text of several lines and keeps line breaks and tabs. */
export function visibleLines(text: string): string {
  return HARMLESS.test(text) ? text : text.replace(UNSEEN_IN_LINES, escaped);
}

function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    return `\\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`;
  }).join('');
}

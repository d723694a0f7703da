import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/**
 * Returns the texts of another language.
 * @param file maps each English text to its translation, by the kind of text; `literals` are typed by the user and
 *   stay
 * @returns `translated`, which returns the English text without a translation, and `problems`: requested texts
 *   without a translation, and translations that nobody requested
 */
export function translation(file) {
  const { literals, ...kinds } = load(readFileSync(file, 'utf8'));
  const missing = new Set();
  const unused = new Set([
    ...literals.map((text) => shown('literals', text)),
    ...Object.entries(kinds).flatMap(([kind, texts]) => Object.keys(texts).map((text) => shown(kind, text))),
  ]);
  return {
    translated(kind, english) {
      if (!hasWords(english)) return english;
      const place = kind === 'defaults' && literals.includes(english) ? 'literals' : kind;
      unused.delete(shown(place, english));
      const text = place === 'literals' ? english : textIn(kinds[kind] ?? {}, english);
      if (!text) missing.add(shown(kind, english));
      return text || english;
    },
    problems: () => [
      ...[...missing].map((text) => `${file}: missing translation of ${text}`),
      ...[...unused].map((text) => `${file}: unused translation of ${text}`),
    ],
  };
}

function textIn(texts, english) {
  return Object.hasOwn(texts, english) ? texts[english] : undefined;
}

/** Numbers, dashes and code in backticks are the same in every language. */
function hasWords(text) {
  return /\p{L}/u.test(text.replaceAll(/`[^`]*`/g, ''));
}

function shown(kind, english) {
  return `${kind}: ${JSON.stringify(english)}`;
}

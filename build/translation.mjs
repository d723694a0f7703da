import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';

/**
 * The texts of another language.
 * @param file maps each English text to its translation, by the kind of text; `literals` are what people type, and stay
 * @returns `translated`, which answers with the English text where there is no other, and `problems`: texts that were
 * asked for without a translation, and translations that were not asked for
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

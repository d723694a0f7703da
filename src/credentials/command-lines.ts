import type { Clue } from './clue';
import { isPlaceholder, looksRandom } from './placeholder';

/** Between an option and its value: a blank, a comma of a list, or the dash of the next item. */
const GAP =
  /["'\\]{0,4}(?:[ \t]{0,20},\s{0,80}|[ \t]{1,80}|[ \t]{0,20}\r?\n[\s#]{0,80}-[ \t]{1,20})["'\\]{0,4}/.source;

const SECRET_OPTION = new RegExp(
  `(?<![\\w-])--[a-z-]{0,40}(?:password|passphrase|token|secret|api-?key|access-?key)${GAP}([^\\s"',\\]\\\\]{6,})`,
  'g',
);
const LOGIN_OPTION = new RegExp(
  `(?<![\\w-])(?:-u|--user|--proxy-user)${GAP}[\\w.@-]{1,64}:([^\\s"',\\]\\\\]{3,})`,
  'g',
);
const SSHPASS = /\bsshpass[ \t]+-p[ \t]*["']?([^\s"']{4,})/g;
const NETRC = /\blogin\s{1,20}\S{1,80}\s{1,20}password\s{1,20}([^\s"'\\]{3,})/g;

/** Credentials on command lines and in .netrc, where blanks rather than a sign stand before the value. */
export function findCommandLineSecrets(text: string): Clue[] {
  return [
    ...(text.includes('--')
      ? hits(text, SECRET_OPTION, (value) => looksRandom(value) || isWordWithDigit(value))
      : []),
    ...(text.includes('-u') ? hits(text, LOGIN_OPTION, (value) => !/^\d+$/.test(value)) : []),
    ...(text.includes('sshpass') ? hits(text, SSHPASS, () => true) : []),
    ...(text.includes('login') ? hits(text, NETRC, () => true) : []),
  ];
}

function hits(text: string, form: RegExp, accepts: (value: string) => boolean): Clue[] {
  return [...text.matchAll(form)].flatMap(({ index, 0: whole, 1: value = '' }) =>
    isPlaceholder(value) || value.startsWith('-') || !accepts(value)
      ? []
      : [{ offset: index + whole.length - value.length, what: 'password on a command line' }],
  );
}

/** No path, no name of a file or an account. */
function isWordWithDigit(value: string): boolean {
  return /\d/.test(value) && /[A-Za-z]/.test(value) && !/[/:.]/.test(value);
}

import type { Finding } from './finding';
import { isPlaceholder, looksRandom } from './value';

/** Between an option and its value: a blank, a comma of a list, or the dash of the next item. */
const GAP =
  /["'\\]{0,4}(?:[ \t]{0,20},\s{0,80}|[ \t]{1,80}|[ \t]{0,20}\r?\n[\s#]{0,80}-[ \t]{1,20})["'\\]{0,4}/.source;
const VALUE = /([^\s"',\]\\]{3,})/.source;

const SECRET_OPTION = new RegExp(
  `--[a-z-]{0,40}(?:password|passphrase|token|secret|api-?key|access-?key)${GAP}${VALUE}`,
  'y',
);
const LOGIN_OPTION = new RegExp(`(?:-u|--user|--proxy-user)${GAP}[\\w.@-]{1,64}:${VALUE}`, 'y');
const OPTIONS = [
  { form: SECRET_OPTION, accepts: isSecretWord },
  { form: LOGIN_OPTION, accepts: isNoNumber },
];
const SSHPASS = /\bsshpass[ \t]{1,20}-p[ \t]{0,20}["']?([^\s"']{4,})/g;
const NETRC = /\blogin\s{1,20}\S{1,80}\s{1,20}password\s{1,20}([^\s"'\\]{3,})/g;

/** Credentials on command lines and in .netrc, where blanks rather than a sign precede the value. */
export function findCommandLineSecrets(text: string): Finding[] {
  return [
    ...options(text, '--'),
    ...options(text, '-u'),
    ...(text.includes('sshpass') ? findingsOf(text.matchAll(SSHPASS)) : []),
    ...(text.includes('login') ? findingsOf(text.matchAll(NETRC)) : []),
  ];
}

/** Looks only where an option begins: a regular expression over the whole text costs ten times as much. */
function options(text: string, dash: string): Finding[] {
  const hits: RegExpExecArray[] = [];
  for (let at = text.indexOf(dash); at !== -1; at = text.indexOf(dash, at + 2)) {
    if (text.charAt(at + 2) === '-' || (at > 0 && /[\w-]/.test(text.charAt(at - 1)))) continue;
    for (const { form, accepts } of OPTIONS) {
      form.lastIndex = at;
      const hit = form.exec(text);
      if (hit?.[1] !== undefined && accepts(hit[1])) hits.push(hit);
    }
  }
  return findingsOf(hits);
}

function findingsOf(hits: Iterable<RegExpExecArray>): Finding[] {
  return [...hits].flatMap(({ index, 0: whole, 1: value = '' }) =>
    isPlaceholder(value) || value.startsWith('-')
      ? []
      : [{ offset: index + whole.length - value.length, what: 'password on a command line' }],
  );
}

/** No path, no name of a file or an account. */
function isSecretWord(value: string): boolean {
  if (value.length < 6) return false;
  return looksRandom(value) || (/\d/.test(value) && /[A-Za-z]/.test(value) && !/[/:.]/.test(value));
}

/** `-u 1000:1000` is a user and a group. */
function isNoNumber(value: string): boolean {
  return !/^\d+$/.test(value);
}

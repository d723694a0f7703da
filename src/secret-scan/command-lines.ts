import type { Finding } from './finding';
import { isJumbled, isPassphrase, isPlaceholder, looksRandom } from './value';

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
const PASSPHRASE = /--passphrase[ \t=]{1,20}\\{0,4}["']([A-Za-z ]{10,160})\\{0,4}["']/g;

/** Programs, and the option before their password. The clients of MySQL accept the password only without a blank. */
const PROGRAMS: readonly (readonly [program: RegExp, option: RegExp])[] = [
  [/\b(?:mysql\w{0,12}|mariadb(?:-\w{1,12})?)(?![\w.-])/g, optionOf('-p["\'\\\\]{0,4}')],
  [
    /\b(?:mongo(?:sh|dump|restore|export|import)?|(?:docker|podman|nerdctl|buildah|registry|oc) login)(?![\w.-])/g,
    optionOf(`-p(?:${GAP})?`),
  ],
  [/\bredis-cli(?![\w.-])/g, optionOf(`-a${GAP}`)],
  [/\bldap(?:search|add|modify|delete|passwd|whoami)(?![\w.-])/g, optionOf(`-w${GAP}`)],
  [/\b(?:unzip|zip|sqlcmd|ipmitool)(?![\w.-])/g, optionOf(`-P(?:${GAP})?`)],
  [
    /\bhtpasswd(?![\w.-])/g,
    optionOf('-[a-zA-Z]{0,5}b[a-zA-Z]{0,5}(?:[ \t]{1,9}[\\w./-]{1,60}){1,2}[ \t]{1,9}["\']?'),
  ],
];
/** The end of a command: a line that is neither continued nor an item of the same list. */
const END_OF_COMMAND = /[;&|]|(?<!\\)\r?\n(?![\s#]{0,80}(?:-[ \t]|["'\\]))/;
/** Ports: `-p3306:3306`. */
const NUMBERS = /^[\d.:/]+(?:tcp|udp)?$/;
const LONGEST_COMMAND = 400;
const NETRC = /\blogin\s{1,20}\S{1,80}\s{1,20}password\s{1,20}([^\s"'\\]{3,})/g;

/** Finds credentials on command lines and in .netrc, where blanks instead of a sign precede the value. */
export function findCommandLineSecrets(text: string): Finding[] {
  return [
    ...options(text, '--'),
    ...options(text, '-u'),
    ...(text.includes('sshpass') ? findingsOf(text.matchAll(SSHPASS)) : []),
    ...(text.includes('--passphrase') ? passphrases(text) : []),
    ...PROGRAMS.flatMap(([program, option]) => programs(text, program, option)),
    ...(text.includes('login') ? findingsOf(text.matchAll(NETRC)) : []),
  ];
}

/**
 * Matches an option after a blank, a quote or a comma.
 * @param before the option, and the text between it and its value
 */
function optionOf(before: string): RegExp {
  return new RegExp(`[\\s"',]${before}${VALUE}`, 'g');
}

function programs(text: string, program: RegExp, option: RegExp): Finding[] {
  const findings: Finding[] = [];
  let end = 0;
  for (const { index, 0: name } of text.matchAll(program)) {
    if (index < end) continue; // An argument of the command before.
    const from = index + name.length;
    const window = text.slice(from, from + LONGEST_COMMAND);
    const command = window.slice(0, END_OF_COMMAND.exec(window)?.index ?? window.length);
    end = from + command.length;
    const hits = [...command.matchAll(option)].filter(([, value = '']) => !NUMBERS.test(value));
    for (const { offset, what } of findingsOf(hits)) findings.push({ offset: from + offset, what });
  }
  return findings;
}

function passphrases(text: string): Finding[] {
  return findingsOf([...text.matchAll(PASSPHRASE)].filter(([, words = '']) => isPassphrase(words)));
}

/** Only looks at the start of options: a regular expression over the whole text costs ten times as much. */
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

/** Whether a word is no path and no name of a file or an account. */
function isSecretWord(value: string): boolean {
  if (value.length < 6) return false;
  return (
    looksRandom(value) ||
    isJumbled(value) ||
    (/\d/.test(value) && /[A-Za-z]/.test(value) && !/[/:.]/.test(value))
  );
}

/** `-u 1000:1000` is a user and a group. */
function isNoNumber(value: string): boolean {
  return !/^\d+$/.test(value);
}

import { type CredentialFinding, findCredentials } from './find-credentials';

/** Hiding one credential may reveal the next, for example in the data of a Secret. */
const ROUNDS = 20;
/** The part of the first line that may stay: indentation, and a key of YAML or JSON. */
const PREFIX = /^[ \t#]*(?:-[ \t]+)*(?:["']?[\w./-]{1,63}["']?[ \t]*:[ \t]+)?/;
const BLOCK_SCALAR = /[:-][ \t]+(?:[!&]\S+[ \t]+)*[|>][-+0-9]{0,2}[ \t]*(?:#.*)?\r?$/;
const BASE64_LINE = /^[\s#"'\\]*[A-Za-z0-9+/_=-]{16,}(?:\\[nr])*[\s"'\\]*$/;
/** The parts of these credentials are on neighbouring lines. */
const HAS_PARTS = /Secret with data|JSON Web Key/;

/**
 * Replaces each credential by `<hidden: …>` and keeps the number of lines. Everything that belongs to a credential is
 * hidden too: the whole block scalar, PEM key or data of a Secret, and the continuation of a value.
 */
export function hideCredentials(text: string): string {
  // UTF-16 that was read as UTF-8.
  let shown = text.includes('\0') ? text.replaceAll('\0', '') : text;
  for (let round = 0; round < ROUNDS; round += 1) {
    const findings = findCredentials(shown);
    if (findings.length === 0) return shown;
    shown = hideThese(shown, findings);
  }
  return shown.replace(/.+/g, '<hidden: a text full of credentials>');
}

function hideThese(text: string, findings: readonly CredentialFinding[]): string {
  const lines = text.split('\n');
  const shown = [...lines];
  for (const { line, column, what } of findings) {
    const at = line - 1;
    const mask = `<hidden: ${what}>`;
    const [first, last] = extent(lines, at, what);
    for (let index = first; index <= last; index += 1) {
      const written = lines[index] ?? '';
      const prefix = index === at || HAS_PARTS.test(what) ? keptOf(written, index === at ? column : 0) : '';
      shown[index] = `${prefix === '' ? ' '.repeat(indentOf(written)) : prefix}${mask}`;
    }
  }
  return shown.join('\n');
}

/**
 * Returns the key before a value. Empty if the credential begins in the key.
 * @param column of the credential from 1; 0 if unknown
 */
function keptOf(line: string, column: number): string {
  const prefix = PREFIX.exec(line)?.[0] ?? '';
  // For the data of a Secret, the place is the key, which is no secret itself.
  const isKey = column > 0 && column <= prefix.length && findCredentials(prefix).length > 0;
  return isKey ? '' : prefix;
}

function indentOf(line: string): number {
  return /^[ \t#]*/.exec(line)?.[0].length ?? 0;
}

/** Returns the first and the last line of the credential on line `at`, from 0. */
function extent(lines: readonly string[], at: number, what: string): [first: number, last: number] {
  const written = lines[at] ?? '';
  const depth = indentOf(written);
  const scalar = blockScalarAround(lines, at, depth);
  if (scalar !== undefined) return scalar;
  let [first, last] = [at, at];
  const isPart = (index: number, atLeast: number): boolean => {
    const line = lines[index];
    return line !== undefined && (line.trim() === '' || indentOf(line) >= atLeast || BASE64_LINE.test(line));
  };
  const siblings = HAS_PARTS.test(what);
  while (first > 0 && (siblings ? isPart(first - 1, depth) : BASE64_LINE.test(lines[first - 1] ?? '')))
    first -= 1;
  while (isPart(last + 1, siblings ? depth : depth + 1)) last += 1;
  return [first, Math.max(last, endOfKey(lines, at))];
}

/** Returns all lines of the block scalar around line `at`, if any. */
function blockScalarAround(
  lines: readonly string[],
  at: number,
  depth: number,
): [number, number] | undefined {
  let header = at - 1;
  let shallowest = depth;
  for (; header >= 0; header -= 1) {
    const line = lines[header] ?? '';
    if (line.trim() === '' || indentOf(line) >= shallowest) continue;
    if (BLOCK_SCALAR.test(line)) break;
    shallowest = indentOf(line);
  }
  if (header < 0) return undefined;
  const outside = indentOf(lines[header] ?? '');
  let last = at;
  while (
    last + 1 < lines.length &&
    ((lines[last + 1] ?? '').trim() === '' || indentOf(lines[last + 1] ?? '') > outside)
  )
    last += 1;
  return [header + 1, last];
}

/**
 * Returns the last line of an armoured private key that begins on line `at`, or the last line of the text if the key
 * has no end.
 */
function endOfKey(lines: readonly string[], at: number): number {
  const written = lines[at] ?? '';
  const isPem = /BEGIN.*PRIVATE/.test(written);
  if (!isPem && !written.includes('PuTTY-User-Key-File')) return at;
  const end = lines.findIndex(
    (line, index) => index >= at && (isPem ? /END.*PRIVATE/ : /Private-MAC/).test(line),
  );
  return end === -1 ? lines.length - 1 : end;
}

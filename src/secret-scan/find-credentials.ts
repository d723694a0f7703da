import type { Allowance, Clue } from './clue';
import { findCommandLineSecrets } from './command-lines';
import { type DenseRun, denseRuns } from './dense-runs';
import { hiddenTexts } from './encoded-text';
import { unescapedTexts } from './escaped-text';
import { findJsonWebTokens, findKnownTokens } from './known-tokens';
import { findAuthorizations, findUrlLogins } from './logins';
import { findNamedValues } from './named-values';
import { findPasswordHashes } from './password-hashes';
import { findOtherKeys, findPemKeys, isDerKey } from './private-keys';
import { findSecretManifests } from './secret-manifests';

/** Something that looks like a credential, told without the secret itself. */
export interface CredentialFinding {
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Column of its first character in UTF-16 units, from 1. */
  readonly column: number;
  /** Such as `JSON Web Token`, `kubeconfig with a token`, `base64 of an RSA private key`. */
  readonly what: string;
}

/** Encodings undone inside each other; Helm's own release Secrets use three. */
const DEEPEST = 4;

/**
 * Everything in a manifest that looks like a credential, in order of place; one finding per place.
 * Works on the text alone, so it also looks into comments, block scalars and text that is not valid YAML.
 */
export function findCredentials(text: string): CredentialFinding[] {
  const clues = scan(text, DEEPEST, { decodedChars: 8 * text.length + (1 << 20), gunzips: 16 });
  return clues.length === 0 ? [] : place(text, clues);
}

function scan(text: string, depth: number, allowance: Allowance): Clue[] {
  const clues = [
    ...findPemKeys(text),
    ...findOtherKeys(text),
    ...findSecretManifests(text),
    ...findUrlLogins(text),
    ...findAuthorizations(text),
    ...findCommandLineSecrets(text),
    ...findPasswordHashes(text),
  ];
  for (const run of denseRuns(text)) {
    const found = [...findJsonWebTokens(run.text), ...findKnownTokens(run.text)];
    if (run.pieces.length > 1) {
      for (const { start, end } of run.pieces) {
        for (const clue of findKnownTokens(text.slice(start, end)))
          clues.push({ offset: start + clue.offset, what: clue.what });
      }
    }
    if (run.before === 'sha256~' && run.text.length >= 43) found.push({ offset: 0, what: 'OpenShift token' });
    if (/\d:$/.test(run.before) && /^AA[\w-]{33}$/.test(run.text))
      found.push({ offset: 0, what: 'Telegram token' });
    const der = derKeyIn(run);
    if (der !== undefined && !isPemBody(text, run.offsetOf(der)))
      found.push({ offset: der, what: 'private key' });
    if (depth > 0) {
      for (const hidden of hiddenTexts(run.text, allowance)) {
        const inner = scan(hidden.text, depth - 1, allowance)[0];
        if (inner === undefined) continue;
        // Four characters of base64 hold three of the text, which leads to the right line of a wrapped one.
        const into = hidden.encoding === 'base64' ? 4 * Math.floor(inner.offset / 3) : 0;
        found.push({ offset: hidden.index + into, what: `${hidden.encoding} of ${article(inner.what)}` });
      }
    }
    for (const clue of found) clues.push({ offset: run.offsetOf(clue.offset), what: clue.what });
  }
  for (const clue of findNamedValues(text)) clues.push(clue);
  if (depth > 0) {
    for (const inner of unescapedTexts(text)) {
      if (allowance.decodedChars < inner.text.length) break;
      allowance.decodedChars -= inner.text.length;
      for (const clue of scan(inner.text, depth - 1, allowance)) {
        clues.push({ offset: inner.offsetOf(clue.offset), what: clue.what });
      }
    }
  }
  return clues.length < 2 ? clues : onePerPlace(clues);
}

/** Where a bare DER key begins: at the start, or on the second line when the end of another text stands before it. */
function derKeyIn({ text, pieces }: DenseRun): number | undefined {
  if (isDerKey(text)) return 0;
  const [first, second] = pieces;
  if (first === undefined || second === undefined) return undefined;
  const length = first.end - first.start;
  return isDerKey(text.slice(length)) ? length : undefined;
}

/** True when a PEM header stands close enough before `offset` for this to be its body. */
function isPemBody(text: string, offset: number): boolean {
  return text.slice(Math.max(0, offset - 600), offset).includes('PRIVATE');
}

/** The kubeconfig around a token says more than the token's own form. */
function onePerPlace(clues: readonly Clue[]): Clue[] {
  const places = new Map<number, Clue>();
  for (const clue of clues) {
    if (!places.has(clue.offset) || clue.what.startsWith('kubeconfig')) places.set(clue.offset, clue);
  }
  return [...places.values()].sort((a, b) => a.offset - b.offset);
}

function article(what: string): string {
  if (/^(?:base64|gzip) of /.test(what)) return what;
  return `${/^(?:[AEIO]|RSA|e|npm)/.test(what) ? 'an' : 'a'} ${what}`;
}

function place(text: string, clues: readonly Clue[]): CredentialFinding[] {
  let line = 1;
  let lineStart = 0;
  let lineEnd = text.indexOf('\n');
  return clues.map(({ offset, what }) => {
    while (lineEnd !== -1 && lineEnd < offset) {
      line += 1;
      lineStart = lineEnd + 1;
      lineEnd = text.indexOf('\n', lineStart);
    }
    return { line, column: offset - lineStart + 1, what };
  });
}

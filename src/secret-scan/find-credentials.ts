import { type Base64Run, base64Runs } from './base64-runs';
import { findCommandLineSecrets } from './command-lines';
import { type DecodingBudget, type Finding, type Segment, sourceOffset } from './finding';
import { hiddenTexts, unescapedTexts } from './hidden-text';
import { findJsonWebTokens, findKnownTokens } from './known-tokens';
import { findAuthorizations, findPasswordHashes, findUrlLogins } from './logins';
import { findNamedValues } from './named-values';
import { findOtherKeys, findPemKeys, isDerKey } from './private-keys';
import { findSecretManifests } from './secret-manifests';

/** A text that looks like a credential, without the secret itself. */
export interface CredentialFinding {
  /** Line of its first character, from 1. */
  readonly line: number;
  /** Column of its first character in UTF-16 units, from 1. */
  readonly column: number;
  /** For example `JSON Web Token`, `kubeconfig with a token`, `base64 of an RSA private key`. */
  readonly what: string;
}

/** Limit of nested encodings. Helm's own release Secrets use three. */
const DEEPEST = 4;

/**
 * Finds everything in a manifest that looks like a credential, sorted by place, at most one for each place. It
 * searches only the text, so it also finds credentials in comments, block scalars and invalid YAML.
 */
export function findCredentials(text: string): CredentialFinding[] {
  const findings = scan(text, DEEPEST, { decodedChars: 8 * text.length + (1 << 20), gunzips: 16 });
  return findings.length === 0 ? [] : place(text, findings);
}

function scan(text: string, depth: number, budget: DecodingBudget): Finding[] {
  const findings = [
    ...scanUtf16(text, depth, budget),
    ...findPemKeys(text),
    ...findOtherKeys(text),
    ...findSecretManifests(text),
    ...findUrlLogins(text),
    ...findAuthorizations(text),
    ...findCommandLineSecrets(text),
    ...findPasswordHashes(text),
    ...base64Runs(text).flatMap((run) => scanRun(run, text, depth, budget)),
    ...findNamedValues(text),
  ];
  for (const inner of depth > 0 ? unescapedTexts(text) : []) {
    if (budget.decodedChars < inner.text.length) break;
    budget.decodedChars -= inner.text.length;
    for (const { offset, what } of scan(inner.text, depth - 1, budget))
      findings.push({ offset: inner.offsetOf(offset), what });
  }
  return findings.length < 2 ? findings : onePerPlace(findings);
}

/** Finds credentials in UTF-16. Read as UTF-8 or decoded from base64, it has a NUL beside each ASCII character. */
function scanUtf16(text: string, depth: number, budget: DecodingBudget): Finding[] {
  if (depth === 0 || !text.includes('\0') || budget.decodedChars < text.length) return [];
  budget.decodedChars -= text.length;
  const segments: Segment[] = [];
  let plain = '';
  for (let from = 0; from < text.length; ) {
    const nul = text.indexOf('\0', from);
    const end = nul === -1 ? text.length : nul;
    if (end > from) segments.push({ index: plain.length, offset: from });
    plain += text.slice(from, end);
    from = end + 1;
  }
  return scan(plain, depth - 1, budget).map(({ offset, what }) => ({
    offset: sourceOffset(segments, offset),
    what,
  }));
}

function scanRun(run: Base64Run, text: string, depth: number, budget: DecodingBudget): Finding[] {
  const { before, pieces } = run;
  const findings = [...findJsonWebTokens(run.text), ...findKnownTokens(run.text)];
  if (before === 'sha256~' && run.text.length >= 43) findings.push({ offset: 0, what: 'OpenShift token' });
  if (/\d:$/.test(before) && /^AA[\w-]{33}$/.test(run.text))
    findings.push({ offset: 0, what: 'Telegram token' });
  const der = derKeyIn(run);
  if (der !== undefined && !isPemBody(text, run.offsetOf(der)))
    findings.push({ offset: der, what: 'private key' });
  for (const hidden of depth > 0 ? hiddenTexts(run.text, budget) : []) {
    const inner = scan(hidden.text, depth - 1, budget)[0];
    if (inner === undefined) continue;
    // Four characters of base64 encode three of the text. This gives the right line of a wrapped text.
    const into = hidden.encoding === 'base64' ? 4 * Math.floor(inner.offset / 3) : 0;
    findings.push({ offset: hidden.index + into, what: `${hidden.encoding} of ${article(inner.what)}` });
  }
  const onOneLine = (pieces.length > 1 ? pieces : []).flatMap(({ start, end }) =>
    findKnownTokens(text.slice(start, end)).map(({ offset, what }) => ({ offset: start + offset, what })),
  );
  return [...onOneLine, ...findings.map(({ offset, what }) => ({ offset: run.offsetOf(offset), what }))];
}

/** Returns the start of a bare DER key: the start of the run, or its second line, after the end of another text. */
function derKeyIn({ text, pieces }: Base64Run): number | undefined {
  if (isDerKey(text)) return 0;
  const [first, second] = pieces;
  if (first === undefined || second === undefined) return undefined;
  const length = first.end - first.start;
  return isDerKey(text.slice(length)) ? length : undefined;
}

/** Whether a PEM header is close enough before `offset` to belong to this body. */
function isPemBody(text: string, offset: number): boolean {
  return text.slice(Math.max(0, offset - 600), offset).includes('PRIVATE');
}

/** A kubeconfig with the token describes the credential better than the token's form. */
function onePerPlace(findings: readonly Finding[]): Finding[] {
  const places = new Map<number, Finding>();
  for (const finding of findings) {
    if (!places.has(finding.offset) || finding.what.startsWith('kubeconfig'))
      places.set(finding.offset, finding);
  }
  return [...places.values()].sort((a, b) => a.offset - b.offset);
}

function article(what: string): string {
  if (/^(?:base64|gzip) of /.test(what)) return what;
  return `${/^(?:[AEIO]|RSA|e|npm)/.test(what) ? 'an' : 'a'} ${what}`;
}

function place(text: string, findings: readonly Finding[]): CredentialFinding[] {
  let line = 1;
  let lineStart = 0;
  let lineEnd = text.indexOf('\n');
  return findings.map(({ offset, what }) => {
    while (lineEnd !== -1 && lineEnd < offset) {
      line += 1;
      lineStart = lineEnd + 1;
      lineEnd = text.indexOf('\n', lineStart);
    }
    // Excludes the NULs of UTF-16.
    const nuls = text.slice(lineStart, offset).split('\0').length - 1;
    return { line, column: offset - lineStart + 1 - nuls, what };
  });
}

import type { Clue } from './clue';
import { TOKEN_FORMS, TOKEN_HINT } from './token-forms';

/** Tokens of known issuers in one dense run of characters. */
export function findKnownTokens(run: string): Clue[] {
  const clues: Clue[] = [];
  if (!TOKEN_HINT.test(run)) return clues;
  for (const { what, form } of TOKEN_FORMS) {
    form.lastIndex = 0;
    for (let hit = form.exec(run); hit !== null; hit = form.exec(run))
      clues.push({ offset: hit.index, what });
  }
  return clues;
}

/** Base64url of `{` followed by a quote or white space, as every JWT header starts. */
const HEADER_START = /e(?:y[ABIJ]|w[0ok])/g;
const LONGEST_HEADER = 4096;
const TRIES_PER_PART = 16;

/** JSON Web Tokens in one dense run: a part that ends in a JSON header with `alg`, a payload, a (maybe empty) signature. */
export function findJsonWebTokens(run: string): Clue[] {
  const clues: Clue[] = [];
  const end = run.lastIndexOf('.');
  for (
    let from = 0, dot = run.indexOf('.');
    dot !== -1 && dot < end;
    from = dot + 1, dot = run.indexOf('.', from)
  ) {
    if (run.charCodeAt(dot + 1) === 46) continue;
    const start = jwtHeaderStart(run.slice(Math.max(from, dot - LONGEST_HEADER), dot));
    if (start !== undefined) clues.push({ offset: dot - start, what: 'JSON Web Token' });
  }
  return clues;
}

/** How many characters before the end of `part` a JWT header starts, if one does. */
function jwtHeaderStart(part: string): number | undefined {
  HEADER_START.lastIndex = 0;
  for (let tries = 0; tries < TRIES_PER_PART; tries += 1) {
    const hit = HEADER_START.exec(part);
    if (hit === null) return undefined;
    const header = Buffer.from(part.slice(hit.index), 'base64url').toString('latin1');
    if (isJwtHeader(header)) return part.length - hit.index;
    HEADER_START.lastIndex = hit.index + 1;
  }
  return undefined;
}

/** Said without JSON.parse, whose exceptions would make hostile input slow. */
function isJwtHeader(text: string): boolean {
  return text.startsWith('{') && text.trimEnd().endsWith('}') && /"alg"\s*:\s*"/.test(text);
}

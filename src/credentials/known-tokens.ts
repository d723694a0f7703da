import type { Clue } from './clue';

const FORMS: readonly { readonly what: string; readonly form: RegExp }[] = [
  { what: 'AWS access key id', form: /(?<![A-Za-z0-9+/])A[KS]IA[A-Z2-7][A-Z0-9]{15}(?![A-Za-z0-9+/])/g },
  { what: 'GitHub token', form: /gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22}/g },
  { what: 'GitLab token', form: /gl(?:pat|rt|dt|cbt|ptt|agent)-[\w-]{20}/g },
  { what: 'Slack token', form: /xox[abeoprs]-[A-Za-z0-9-]{15}|xapp-\d-[A-Za-z0-9-]{12}/g },
  { what: 'Google API key', form: /(?<![A-Za-z0-9+/_-])AIza[\w-]{35}(?![A-Za-z0-9+/_-])/g },
  { what: 'Vault token', form: /(?<![\w.])hv[sbr]\.[\w-]{24}/g },
  { what: 'npm token', form: /(?<!\w)npm_[A-Za-z0-9]{36}/g },
  { what: 'Stripe key', form: /(?<!\w)[rs]k_live_[A-Za-z0-9]{16}/g },
  { what: 'age secret key', form: /AGE-SECRET-KEY-1[A-Z0-9]{40}/g },
  {
    // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/: a digit keeps host names out.
    what: 'bootstrap token',
    form: /(?<![A-Za-z0-9_./-])[a-z0-9]{6}\.(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{16}(?![A-Za-z0-9_/-]|\.\w)/g,
  },
];

/** One quick look for what all the forms above have in common. */
const HINT = /A[KS]IA|gh[pousr]_|_pat_|gl[a-z]{2,5}-|xox|xapp-|AIza|hv[sbr]\.|npm_|_live_|AGE-S|^.{6}\./;

/** Tokens whose issuer gave them a shape of their own, within one dense run of characters. */
export function findKnownTokens(run: string): Clue[] {
  const clues: Clue[] = [];
  if (!HINT.test(run)) return clues;
  for (const { what, form } of FORMS) {
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

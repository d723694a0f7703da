import type { Finding } from './finding';

/** Tokens with a form of their issuer, each within one run of base64 characters. */
const TOKEN_FORMS: readonly { readonly what: string; readonly form: RegExp }[] = [
  { what: 'AWS access key id', form: /(?<![A-Za-z0-9+/])A[KS]IA[A-Z2-7][A-Z0-9]{15}(?![A-Za-z0-9+/])/g },
  { what: 'GitHub token', form: /gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{22}/g },
  { what: 'GitLab token', form: /gl(?:pat|rt|dt|cbt|ptt|agent)-[\w-]{20}/g },
  { what: 'Slack token', form: /xox[abeoprs]-[A-Za-z0-9-]{15}|xapp-\d-[A-Za-z0-9-]{12}/g },
  {
    what: 'webhook URL with its token',
    form: /hooks\.slack\.com\/services\/T\w+\/B\w+\/\w{20}|discord(?:app)?\.com\/api\/webhooks\/\d+\/[\w-]{40}/g,
  },
  { what: 'Google API key', form: /(?<![A-Za-z0-9+/_-])AIza[\w-]{35}(?![A-Za-z0-9+/_-])/g },
  { what: 'Google OAuth secret', form: /(?<!\w)GOCSPX-[\w-]{20}|(?<!\w)ya29\.[\w-]{40}/g },
  { what: 'Vault token', form: /(?<![\w.])hv[sbr]\.[\w-]{24}/g },
  { what: 'npm token', form: /(?<!\w)npm_[A-Za-z0-9]{36}/g },
  { what: 'PyPI token', form: /(?<!\w)pypi-AgE[\w-]{40}/g },
  { what: 'Docker Hub token', form: /(?<!\w)dckr_(?:pat|oat)_[\w-]{20}/g },
  {
    what: 'Hugging Face token',
    form: /(?<![\w/+])hf_[A-Za-z]{34}(?!\w)|(?<![\w/+])hf_(?=\w{0,33}\d)[A-Za-z0-9]{34}/g,
  },
  {
    what: 'OpenAI or Anthropic key',
    form: /(?<![\w-])sk-(?:ant-|proj-|svcacct-)?(?=[\w-]{0,39}\d)(?=[\w-]{0,39}[A-Z])[\w-]{40}/g,
  },
  { what: 'Stripe key', form: /(?<!\w)[rs]k_live_[A-Za-z0-9]{16}/g },
  { what: 'SendGrid key', form: /(?<![\w.])SG\.[\w-]{22}\.[\w-]{43}/g },
  { what: 'DigitalOcean token', form: /(?<!\w)do[opr]_v1_[0-9a-f]{64}/g },
  { what: 'Grafana token', form: /(?<!\w)glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|(?<!\w)glc_eyJ[A-Za-z0-9+/]{20}/g },
  { what: 'Databricks token', form: /(?<!\w)dapi[0-9a-f]{32}(?![0-9A-Za-z])/g },
  { what: 'Terraform token', form: /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60}/g },
  { what: 'Shopify token', form: /(?<!\w)shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/g },
  { what: 'Atlassian token', form: /(?<!\w)AT[A-Z]TT3xFfGF0[\w-]{40}/g },
  { what: 'Pulumi token', form: /(?<![\w-])pul-[0-9a-f]{40}/g },
  { what: 'Linear key', form: /(?<!\w)lin_api_[A-Za-z0-9]{40}/g },
  { what: 'Doppler token', form: /(?<![\w.])dp\.(?:pt|st|ct|sa|scim|audit)\.[\w.-]{40}/g },
  { what: 'New Relic key', form: /(?<!\w)NRAK-[A-Z0-9]{27}/g },
  {
    what: 'Mailgun key',
    form: /(?<![\w-])key-[0-9a-f]{32}(?![\w-])|(?<![\w-])[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?![\w-])/g,
  },
  { what: 'age secret key', form: /AGE-SECRET-KEY-1[A-Z0-9]{40}/g },
  { what: 'hex of a private key', form: /2d2d2d2d2d424547494e20(?:[0-9a-f]{2}){0,24}50524956415445/gi },
  {
    // https://kubernetes.io/docs/reference/access-authn-authz/bootstrap-tokens/: a required digit excludes host
    // names.
    what: 'bootstrap token',
    form: /(?<![A-Za-z0-9_./-])[a-z0-9]{6}\.(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{16}(?![A-Za-z0-9_/-]|\.\w)/g,
  },
];

/** A quick test for what all the forms above have in common. */
const TOKEN_HINT =
  /A[KS]IA|gh[pousr]_|_pat_|gl[a-z]{1,5}[-_]|xox|xapp-|hooks|AIza|GOCSPX|ya29|hv[sbr]\.|npm_|pypi-|dckr_|hf_|sk-|_live_|SG\.|_v1_|dapi|atlasv1|shp[acps]|TT3x|pul-|lin_api|dp\.|NRAK|key-|[0-9a-f]{8}-[0-9a-f]{8}|AGE-S|2d2d2d2d2d|^.{6}\./i;

/** Finds tokens of known issuers in one run of base64 characters. */
export function findKnownTokens(run: string): Finding[] {
  if (!TOKEN_HINT.test(run)) return [];
  return TOKEN_FORMS.flatMap(({ what, form }) =>
    [...run.matchAll(form)].map(({ index }) => ({ offset: index, what })),
  );
}

/** Base64url of `{` and a quote or white space: every JWT header starts like this. */
const HEADER_START = /e(?:y[ABIJ]|w[0ok])/g;
const LONGEST_HEADER = 4096;
const TRIES_PER_PART = 16;

/**
 * Finds JSON Web Tokens in one run of base64 characters: a part that ends with a JSON header with `alg`, a payload,
 * and a signature, which may be empty.
 */
export function findJsonWebTokens(run: string): Finding[] {
  const findings: Finding[] = [];
  const end = run.lastIndexOf('.');
  for (
    let from = 0, dot = run.indexOf('.');
    dot !== -1 && dot < end;
    from = dot + 1, dot = run.indexOf('.', from)
  ) {
    if (run.charCodeAt(dot + 1) === 46) continue;
    const start = jwtHeaderStart(run.slice(Math.max(from, dot - LONGEST_HEADER), dot));
    if (start !== undefined) findings.push({ offset: dot - start, what: 'JSON Web Token' });
  }
  return findings;
}

/** Returns how many characters before the end of `part` a JWT header starts, if one does. */
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

/** Does not use JSON.parse: its exceptions would make hostile input slow. */
function isJwtHeader(text: string): boolean {
  return text.startsWith('{') && text.trimEnd().endsWith('}') && /"alg"\s*:\s*"/.test(text);
}

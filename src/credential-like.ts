/** Limit of characters that are checked. No value in a message needs more. */
const LONGEST = 4096;
const NAMED = /PRIVATE KEY|(?:pass(?:word|wd|phrase)|secret|token|api[-_]?key)["']? {0,3}[:=] {0,3}[^\s"']/i;
/** Public texts that look random: digests, and host names such as those of load balancers. */
const PUBLIC = /sha256:[0-9a-f]{64}|\b(?:[a-z0-9-]{1,63}\.){2,8}[a-z]{2,24}\b/gi;
const LEAST = 16;

/**
 * Whether a value may be a credential, so that messages must not repeat it. Errs on the side of caution: the message
 * has the place of the value. Scanning files for credentials (secret-scan/) needs more certainty.
 */
export function looksLikeCredential(text: string): boolean {
  if (text.length < 8) return false;
  const head = text.slice(0, LONGEST);
  if (NAMED.test(head)) return true;
  if (head.length < LEAST) return false;
  const rest = head.replace(PUBLIC, ' ');
  return rest.split(/[^A-Za-z0-9]+/).some(isRandom) || rest.split(/[^A-Za-z0-9+/_=-]+/).some(isRandomBase64);
}

/** Words and numbers have four characters or more on average. Random characters change their kind after two. */
function isRandom(part: string): boolean {
  if (part.length < LEAST || !/[A-Za-z]/.test(part)) return false;
  const kinds = part.match(/[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g) ?? [];
  return kinds.length * 4 >= part.length;
}

/** Base64 contains characters that separate the words of a path or name, but these rarely contain all three kinds. */
function isRandomBase64(run: string): boolean {
  const part = run.replace(/[^A-Za-z0-9]/g, '');
  return /[a-z]/.test(part) && /[A-Z]/.test(part) && /[0-9]/.test(part) && isRandom(part);
}

import { isSelfSigned } from '../kubernetes/certificates';
import { asWarning, errorIn, type Problem } from '../problem';
import { algorithmOfKey, dayOf, daysBetween, keyTypeText } from './authority-options';
import { type Certificate, isSignedBy } from './certificate';

/** The time of the check, and how long before its expiry a certificate causes a warning. */
export interface Clock {
  readonly now: Date;
  readonly warnSeconds: number;
}

const SERVER_AUTH = '1.3.6.1.5.5.7.3.1';
const ANY_USE = '2.5.29.37.0';

/** Checks that a certificate may sign others, by the rules of Go and OpenSSL. */
export function examineAuthority(file: string, certificate: Certificate, renewal: string): Problem[] {
  const { isAuthority, maySign, extendedUses } = certificate;
  const problems: Problem[] = [];
  const say = (got: string): void => {
    problems.push(errorIn(file, `expected a certificate that may sign others, got one ${got}`, renewal));
  };
  if (!isAuthority) say('that is not an authority (CA:TRUE is missing)');
  else if (!maySign) say('whose key usage has no keyCertSign');
  // Citadel and istiod verify their own certificate as a server's when they load it.
  if (extendedUses !== undefined && !extendedUses.some((use) => use === SERVER_AUTH || use === ANY_USE))
    say('whose extended key usage has no serverAuth, which Istio asks for');
  return problems;
}

/** Checks that a root is self-signed, if the proxies of a line require that. */
export function examineSelfSigned(
  file: string,
  root: Certificate,
  unfitAsRoot: string | undefined,
  fix: string,
): Problem[] {
  if (unfitAsRoot === undefined || isSelfSigned(root.node)) return [];
  return [errorIn(file, `expected a root that signed itself, got an intermediate. ${unfitAsRoot}`, fix)];
}

/** Checks that a certificate is valid now and does not expire soon. */
export function examineDates(
  file: string,
  { notBefore, notAfter }: Certificate,
  { now, warnSeconds }: Clock,
  renewal: string,
): Problem[] {
  if (notBefore > now)
    return [errorIn(file, `is not valid before ${notBefore.toISOString()}`, 'Are the clocks right?')];
  if (notAfter <= now) return [errorIn(file, `expired on ${dayOf(notAfter)}`, renewal)];
  if (notAfter.getTime() - now.getTime() > warnSeconds * 1000) return [];
  const message = `expires on ${dayOf(notAfter)}, in ${daysBetween(now, notAfter)} days`;
  return [asWarning(errorIn(file, message, renewal))];
}

/** Checks that keys and signatures are safe and that all verifiers support them. Go refuses SHA-1. */
export function examineStrength(file: string, { hash, publicKey }: Certificate, renewal: string): Problem[] {
  const { modulusLength = 2048 } = publicKey.asymmetricKeyDetails ?? {};
  const weak = /^(?:SHA-?1|MD\d)$/i.test(hash)
    ? `a signature with ${hash}`
    : modulusLength < 2048
      ? `an RSA key of ${modulusLength} bits`
      : undefined;
  if (weak !== undefined)
    return [errorIn(file, `expected SHA-256 and 2048 bits or more, got ${weak}`, renewal)];
  if (algorithmOfKey(publicKey) !== undefined) return [];
  const message = `expected a key with RSA, P-256 or P-384, which Istio and its proxies take, got ${keyTypeText(publicKey)}`;
  return [asWarning(errorIn(file, message, renewal))];
}

/** Returns the path from a certificate to a root, both included. Undefined if there is none. */
export function wayToRoot(
  certificate: Certificate,
  chain: readonly Certificate[],
  roots: readonly Certificate[],
): readonly Certificate[] | undefined {
  const root = roots.find((one) => isSignedBy(certificate, one));
  if (root !== undefined) return [certificate, root];
  // Each certificate of the chain is used once, so that two that signed each other end the search.
  for (const issuer of chain) {
    if (!isSignedBy(certificate, issuer)) continue;
    const others = chain.filter((other) => other !== issuer);
    const rest = wayToRoot(issuer, others, roots);
    if (rest !== undefined) return [certificate, ...rest];
  }
  return undefined;
}

/** Checks that each certificate of a path allows the number of authorities below it. */
export function examinePathLengths(file: string, way: readonly Certificate[]): Problem[] {
  const index = way.findIndex(({ pathLength }, below) => pathLength !== undefined && pathLength < below);
  const tooShort = way[index];
  if (tooShort === undefined) return [];
  const subject = JSON.stringify(tooShort.node.subject.replaceAll('\n', ', '));
  const message = `expected at most ${tooShort.pathLength} authorities below ${subject}, got ${index}`;
  return [errorIn(file, message, 'Make a root with a greater --path-length')];
}

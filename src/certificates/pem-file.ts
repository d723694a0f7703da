import { createPrivateKey, type KeyObject } from 'node:crypto';
import { statSync } from 'node:fs';
import { readFailure } from '../files';
import { contentOf } from '../kubernetes/certificates';
import { readPem } from '../kubernetes/pem';
import { codeOf, errorIn, type Problem } from '../problem';
import { readText } from '../read-file';
import { modeText } from './fit-folder';

/** Limit in bytes: no key or certificate is nearly as large. */
const LARGEST_FILE = 1024 * 1024;

/** Returns a file's text, or what is wrong with it. */
export function readPemFile(file: string): { readonly text: string; readonly mode: number } | Problem {
  try {
    return { text: readText(file, LARGEST_FILE), mode: statSync(file).mode };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) return errorIn(file, ...readFailure(error, 'Is this the right file?'));
    return code === 'ENOENT'
      ? errorIn(file, 'there is no such file', 'Make a new one, or restore it')
      : errorIn(file, `cannot be read (${code})`, 'Check the path and its permissions');
  }
}

/** What to do about PEM that Istio skips or refuses. */
export const PEM_FIX =
  'Correct the file: BEGIN and END are lines of their own, with nothing but base64 between them';

/** Limit of characters of a block's type in a message. */
const LONGEST_TYPE = 40;

/**
 * The forms of private keys that Istio reads. Unlike OpenSSL, Go does not try other forms. Source:
 * security/pkg/pki/util/crypto.go (ParsePemEncodedKey), 1.0.9 and 1.31.
 */
const KEY_FORMATS: ReadonlyMap<string, KeyFormat> = new Map([
  ['PRIVATE KEY', { type: 'pkcs8', tag: 0x30 }],
  ['RSA PRIVATE KEY', { type: 'pkcs1', tag: 0x02 }],
  ['EC PRIVATE KEY', { type: 'sec1', tag: 0x04 }],
]);

interface KeyFormat {
  readonly type: 'pkcs8' | 'pkcs1' | 'sec1';
  /** The element after the version: an algorithm, the modulus, or the key. */
  readonly tag: number;
}

function hasFormat(der: Buffer, { tag }: KeyFormat): boolean {
  const version = contentOf(der, 0);
  return der[contentOf(der, version) + (der[version + 1] ?? 0)] === tag;
}

/** Returns a private key that only its owner can read, or what is wrong with it. */
export function readPrivateKey(
  file: string,
): { readonly key: KeyObject; readonly text: string; readonly label: string } | Problem {
  const read = readPemFile(file);
  if ('severity' in read) return read;
  const exposed = exposedProblem(file, read.mode);
  if (exposed !== undefined) return exposed;
  const wrong = (message: string, fix: string) => errorIn(file, message, fix);
  if (/^(?:-----BEGIN ENCRYPTED |Proc-Type:.*ENCRYPTED)/m.test(read.text))
    return wrong(
      'expected a key without a passphrase, got an encrypted one',
      'Decrypt it with `openssl pkey`; Istio has no passphrase to give',
    );
  const { blocks, faults } = readPem(read.text);
  const [first, ...others] = blocks;
  if (faults[0] !== undefined) return wrong(`expected a private key in PEM, got ${faults[0]}`, PEM_FIX);
  if (first === undefined || !first.type.endsWith('PRIVATE KEY')) {
    const isBelow = others.some(({ type }) => type.endsWith('PRIVATE KEY'));
    return wrong(
      `expected a private key in PEM, got ${first === undefined ? 'something else' : first.type.slice(0, LONGEST_TYPE)}`,
      isBelow ? 'Remove everything above the key: Istio reads the first block' : 'Is this the right file?',
    );
  }
  const format = KEY_FORMATS.get(first.type);
  if (format === undefined)
    return wrong(
      `expected ${[...KEY_FORMATS.keys()].join(' or ')}, got ${first.type.slice(0, LONGEST_TYPE)}`,
      'Convert it with `openssl pkcs8 -topk8 -nocrypt`',
    );
  try {
    const key = createPrivateKey({ key: first.bytes, format: 'der', type: format.type });
    if (hasFormat(first.bytes, format)) return { key, text: read.text, label: first.type };
    const message = `expected what BEGIN ${first.type} says, got a key in another form`;
    return wrong(message, 'Convert it with `openssl pkcs8 -topk8 -nocrypt`');
  } catch {
    return wrong('expected a private key in PEM, got one that cannot be read', 'Is the file complete?');
  }
}

/** Reports a file with a key that others can read. Only plain files have a meaningful mode. */
export function exposedProblem(file: string, mode: number): Problem | undefined {
  const isPlainFile = (mode & 0o170000) === 0o100000;
  if (process.platform === 'win32' || !isPlainFile || (mode & 0o077) === 0) return undefined;
  const who = (mode & 0o007) !== 0 ? 'everybody on this machine' : 'its group';
  return errorIn(
    file,
    `contains a key that ${who} can read or write (mode ${modeText(mode)}), expected 0600`,
    `Run \`chmod 600 ${file}\`, and make a new key if others could have read it`,
  );
}

import { createPrivateKey, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { codeOf, errorIn, type Problem } from '../problem';
import { modeText } from './fit-folder';

/** No key or certificate comes near. */
const LARGEST_FILE = 1024 * 1024;

/** A file's text, or what is wrong with it. */
export function readPem(file: string): { readonly text: string; readonly mode: number } | Problem {
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const { mode, size } = fstatSync(handle);
    if (size > LARGEST_FILE)
      return errorIn(file, 'expected a PEM file, got one of more than 1 MB', 'Is this the right file?');
    return { text: readFileSync(handle, 'utf8'), mode };
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    return code === 'ENOENT'
      ? errorIn(file, 'there is no such file', 'Make it anew, or bring it back')
      : errorIn(file, `cannot be read (${code})`, 'Check the path and its permissions');
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** A private key that its owner alone may read, or what is wrong with it. */
export function readPrivateKey(
  file: string,
): { readonly key: KeyObject; readonly text: string; readonly label: string } | Problem {
  const read = readPem(file);
  if ('severity' in read) return read;
  const exposed = exposedProblem(file, read.mode);
  if (exposed !== undefined) return exposed;
  const wrong = (message: string, fix: string) => errorIn(file, message, fix);
  const [, label] = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(read.text) ?? [];
  if (label === undefined || !label.endsWith('PRIVATE KEY'))
    return wrong(
      `expected a private key in PEM, got ${label ?? 'something else'}`,
      'Is this the right file?',
    );
  if (label.startsWith('ENCRYPTED') || /^Proc-Type:.*ENCRYPTED/m.test(read.text))
    return wrong(
      'expected a key without a passphrase, got an encrypted one',
      'Decrypt it with `openssl pkey`; Istio has no passphrase to give',
    );
  try {
    return { key: createPrivateKey(read.text), text: read.text, label };
  } catch {
    return wrong('expected a private key in PEM, got one that cannot be read', 'Is the file complete?');
  }
}

/** A file with a key in it that others may read. Only plain files have a mode that says something. */
export function exposedProblem(file: string, mode: number): Problem | undefined {
  const isPlainFile = (mode & 0o170000) === 0o100000;
  if (process.platform === 'win32' || !isPlainFile || (mode & 0o077) === 0) return undefined;
  const who = (mode & 0o007) !== 0 ? 'everybody on this machine' : 'its group';
  return errorIn(
    file,
    `holds a key that ${who} may read or write (mode ${modeText(mode)}), expected 0600`,
    `Run \`chmod 600 ${file}\`, and make a new key if others could have read it`,
  );
}

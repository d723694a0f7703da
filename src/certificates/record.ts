import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { type Certificate, shortFingerprint } from './certificate';
import { recordFile } from './layout';

/**
 * Notes a certificate before it is given out. Serial numbers are random and need no counter; the record is for those who
 * have to say later what a root has signed.
 */
export function recordIssued(
  dir: string,
  cluster: string,
  certificate: Certificate,
  root: Certificate,
): void {
  const { node, notAfter } = certificate;
  const fields = [
    new Date().toISOString(),
    `cluster=${cluster}`,
    `serial=${node.serialNumber}`,
    `until=${notAfter.toISOString()}`,
    `sha256=${node.fingerprint256.replaceAll(':', '')}`,
    `root=${shortFingerprint(root)}`,
  ];
  const handle = openSync(recordFile(dir), 'a', 0o600);
  try {
    writeSync(handle, `${fields.join(' ')}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

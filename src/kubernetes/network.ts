import { isHostName } from './names';

/**
 * Returns the family of a complete address (`10.8.0.11`, `fd00::1`); 0 for anything else, for example `1.2.3` or
 * `fe80::1%eth0`.
 */
export function ipFamily(text: string): 0 | 4 | 6 {
  // Not node:net: loading it and its pattern for IPv6 cost more time than all other checks of a mesh.
  if (IPV4.test(text)) return 4;
  return /^[\da-fA-F:.]{2,45}$/.test(text) && text.includes(':') && URL.canParse(`http://[${text}]`) ? 6 : 0;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Whether `text` is a complete IPv4 or IPv6 address. */
export function isIpAddress(text: string): boolean {
  return ipFamily(text) !== 0;
}

/**
 * Whether `text` is a DNS name. If the last label is a number (`1.2.3`, `999.2.3.4`, `0x7f.0x1`), it is a broken
 * address instead.
 */
export function isDnsName(text: string): boolean {
  return isHostName(text) && !/^(?:\d+|0x[\da-f]*)$/.test(text.slice(text.lastIndexOf('.') + 1));
}

/** The addresses of a CIDR as two strings of equal length that sort like the addresses. */
export interface AddressRange {
  readonly family: 4 | 6;
  /** First and last address, as hexadecimal digits. */
  readonly first: string;
  readonly last: string;
}

/** Returns the range of a CIDR, or what is wrong with it. */
export function readCidr(text: string): AddressRange | 'not a CIDR' | { readonly network: string } {
  const [address, prefix, ...rest] = text.split('/');
  if (address === undefined || prefix === undefined || rest.length > 0) return 'not a CIDR';
  const family = ipFamily(address);
  const width = family === 4 ? 32 : 128;
  if (family === 0 || !/^(?:0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > width) return 'not a CIDR';
  const host = (1n << BigInt(width - Number(prefix))) - 1n;
  const value = bitsOf(address);
  if ((value & host) !== 0n) return { network: `${addressOf(value & ~host, family)}/${prefix}` };
  return { family, first: hex(value, family), last: hex(value | host, family) };
}

/** Returns the range of a CIDR without host bits. Undefined for anything else. */
export function rangeOf(text: string): AddressRange | undefined {
  const read = readCidr(text);
  return typeof read === 'object' && 'family' in read ? read : undefined;
}

/** Whether a CIDR contains an address of its family. */
export function contains(cidr: string, address: string): boolean {
  const family = ipFamily(address);
  if (family === 0 || (family === 6) !== cidr.includes(':')) return false;
  const range = rangeOf(cidr);
  const point = hex(bitsOf(address), family);
  return range !== undefined && range.first <= point && point <= range.last;
}

/** Returns the bits of an address as one number. */
function bitsOf(address: string): bigint {
  if (ipFamily(address) === 4) return BigInt(`0x${address.split('.').map(hexByte).join('')}`);
  // A URL spells every IPv6 address in hexadecimal groups, with at most one `::`.
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const [left, right] = [head, tail].map((text) =>
    text === ''
      ? ''
      : text
          .split(':')
          .map((group) => group.padStart(4, '0'))
          .join(''),
  );
  return BigInt(`0x${left}${'0'.repeat(32 - `${left}${right}`.length)}${right}`);
}

function addressOf(value: bigint, family: 4 | 6): string {
  const digits = hex(value, family);
  if (family === 6) return new URL(`http://[${digits.replace(/.{4}(?=.)/g, '$&:')}]`).hostname.slice(1, -1);
  return digits.replace(/../g, (byte, at) => `${at === 0 ? '' : '.'}${Number.parseInt(byte, 16)}`);
}

function hexByte(text: string): string {
  return Number(text).toString(16).padStart(2, '0');
}

function hex(value: bigint, family: 4 | 6): string {
  return value.toString(16).padStart(family === 4 ? 8 : 32, '0');
}

/** Formats `10.8.0.11:15007`, `[fd00::1]:15007` or `pilot.example.com:15007`. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

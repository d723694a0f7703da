import { isDnsSubdomain } from './names';

/** The family of an address in full (`10.8.0.11`, `fd00::1`); 0 for anything else, `1.2.3` and `fe80::1%eth0` included. */
export function ipFamily(text: string): 0 | 4 | 6 {
  // Not node:net, whose loading and whose pattern for IPv6 take longer than all other checks of a mesh.
  if (IPV4.test(text)) return 4;
  return /^[\da-fA-F:.]{2,45}$/.test(text) && text.includes(':') && URL.canParse(`http://[${text}]`) ? 6 : 0;
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/** Whether `text` is an IPv4 or IPv6 address in full. */
export function isIpAddress(text: string): boolean {
  return ipFamily(text) !== 0;
}

/** A DNS name; one whose last label is a number (`1.2.3`, `999.2.3.4`, `0x7f.0x1`) is a broken address instead. */
export function isDnsName(text: string): boolean {
  return isDnsSubdomain(text) && !/^(?:\d+|0x[\da-f]*)$/.test(text.slice(text.lastIndexOf('.') + 1));
}

/** The addresses of a CIDR as two strings of equal length that sort like the addresses. */
export interface AddressRange {
  readonly family: 4 | 6;
  /** First and last address, as hexadecimal digits. */
  readonly first: string;
  readonly last: string;
}

/** What is wrong with a CIDR, or its range. */
export function readCidr(text: string): AddressRange | 'not a CIDR' | { readonly network: string } {
  const [address, prefix, ...rest] = text.split('/');
  if (address === undefined || prefix === undefined || rest.length > 0) return 'not a CIDR';
  const family = ipFamily(address);
  const width = family === 4 ? 32 : 128;
  if (family === 0 || !/^(?:0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > width) return 'not a CIDR';
  const bytes = bytesOf(address);
  const bits = Number(prefix);
  const first = bytes.map((byte, index) => byte & mask(bits - index * 8));
  const last = bytes.map((byte, index) => byte | (~mask(bits - index * 8) & 255));
  if (first.some((byte, index) => byte !== bytes[index])) {
    return { network: `${addressOf(first)}/${bits}` };
  }
  return { family, first: hex(first), last: hex(last) };
}

/** The range of a CIDR without host bits; undefined for anything else. */
export function rangeOf(text: string): AddressRange | undefined {
  const read = readCidr(text);
  return typeof read === 'object' && 'family' in read ? read : undefined;
}

/** Whether an address lies within a CIDR of its family. */
export function contains(cidr: string, address: string): boolean {
  const family = ipFamily(address);
  if (family === 0 || (family === 6) !== cidr.includes(':')) return false;
  const range = rangeOf(cidr);
  const point = hex(bytesOf(address));
  return range !== undefined && range.first <= point && point <= range.last;
}

/** The 4 or 16 bytes of an address. */
function bytesOf(address: string): number[] {
  if (ipFamily(address) === 4) return address.split('.').map(Number);
  // A URL spells every IPv6 address in hexadecimal groups, with one `::` at most.
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const [left, right] = [groups(head), groups(tail ?? '')];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return [...left, ...zeros, ...right].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}

function addressOf(bytes: readonly number[]): string {
  if (bytes.length === 4) return bytes.join('.');
  const groups = bytes.flatMap((byte, index) =>
    index % 2 === 0 ? [((byte << 8) | (bytes[index + 1] ?? 0)).toString(16)] : [],
  );
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function mask(bits: number): number {
  return bits >= 8 ? 255 : bits <= 0 ? 0 : (0xff00 >> bits) & 255;
}

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** `10.8.0.11:15007`, `[fd00::1]:15007`, `pilot.example.com:15007`. */
export function hostAndPort(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isDnsSubdomain } from './names';

/** Whether `text` is an IPv4 or IPv6 address in full: `10.8.0.11`, `fd00::1`, not `1.2.3`. */
export function isIpAddress(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/** A DNS name; one whose last label is all digits (`1.2.3`, `999.2.3.4`) is a broken address instead. */
export function isDnsName(text: string): boolean {
  return isDnsSubdomain(text) && !/^\d+$/.test(text.slice(text.lastIndexOf('.') + 1));
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
  const family = isIP(address) as 0 | 4 | 6;
  const width = family === 4 ? 32 : 128;
  if (family === 0 || !/^(?:0|[1-9]\d{0,2})$/.test(prefix) || Number(prefix) > width) return 'not a CIDR';
  if (address.includes('%')) return 'not a CIDR';
  const bytes = ipaddr.parse(address).toByteArray();
  const bits = Number(prefix);
  const first = bytes.map((byte, index) => byte & mask(bits - index * 8));
  const last = bytes.map((byte, index) => byte | (~mask(bits - index * 8) & 255));
  if (first.some((byte, index) => byte !== bytes[index])) {
    return { network: `${ipaddr.fromByteArray(first).toString()}/${bits}` };
  }
  return { family, first: hex(first), last: hex(last) };
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

import { ipFamily } from '../../../kubernetes/network';

/** Where istiod is: an IP address, a DNS name, or several IP addresses of one family. */
export type IstiodAddress = string | readonly string[];

/** Every IP address or DNS name of an address. */
export function hostsOf(address: IstiodAddress): readonly string[] {
  return typeof address === 'string' ? [address] : address;
}

/** The DNS name; undefined for IP addresses. */
export function dnsNameOf(address: IstiodAddress): string | undefined {
  return typeof address === 'string' && ipFamily(address) === 0 ? address : undefined;
}

/** The one IP address; undefined for a DNS name, and for several addresses. */
export function ipAddressOf(address: IstiodAddress): string | undefined {
  const [host, ...others] = hostsOf(address);
  return host === undefined || others.length > 0 || ipFamily(host) === 0 ? undefined : host;
}

/** An address for people. */
export function addressText(address: IstiodAddress): string {
  return hostsOf(address).join(', ');
}

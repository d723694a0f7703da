import { ipFamily } from '../../../kubernetes/network';

/** Address of istiod: an IP address, a DNS name, or several IP addresses. */
export type IstiodAddress = string | readonly string[];

/** Returns every IP address or DNS name of an address. */
export function hostsOf(address: IstiodAddress): readonly string[] {
  return typeof address === 'string' ? [address] : address;
}

/** Returns the DNS name. Undefined for IP addresses. */
export function dnsNameOf(address: IstiodAddress): string | undefined {
  return typeof address === 'string' && ipFamily(address) === 0 ? address : undefined;
}

/** Returns the single IP address. Undefined for a DNS name or several addresses. */
export function ipAddressOf(address: IstiodAddress): string | undefined {
  const [host, ...others] = hostsOf(address);
  return host === undefined || others.length > 0 || ipFamily(host) === 0 ? undefined : host;
}

/** Formats an address for people. */
export function addressText(address: IstiodAddress): string {
  return hostsOf(address).join(', ');
}

/** The addresses of one EndpointSlice. */
interface SliceAddresses {
  readonly addressType: 'IPv4' | 'IPv6';
  readonly addresses: readonly string[];
}

/**
 * Groups the IP addresses by family, the first address's family first: a slice has one family. Empty for a DNS name.
 */
export function sliceAddresses(address: IstiodAddress): SliceAddresses[] {
  const hosts = hostsOf(address).filter((host) => ipFamily(host) !== 0);
  return [...new Set(hosts.map(ipFamily))].map((family) => ({
    addressType: family === 4 ? 'IPv4' : 'IPv6',
    addresses: hosts.filter((host) => ipFamily(host) === family),
  }));
}

/** Returns the name of a Service's EndpointSlice. As in the chart, the first one has the name of the Service. */
export function sliceName(service: string, addressType: string, index: number): string {
  return index === 0 ? service : `${service}-${addressType.toLowerCase()}`;
}

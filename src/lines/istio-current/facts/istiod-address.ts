import { ipFamily } from '../../../kubernetes/network';

/** Where istiod is: an IP address, a DNS name, or several IP addresses. */
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

/** The addresses of one EndpointSlice. */
interface SliceAddresses {
  readonly addressType: 'IPv4' | 'IPv6';
  readonly addresses: readonly string[];
}

/** The IP addresses by family, that of the first one first: a slice has one family. Empty for a DNS name. */
export function sliceAddresses(address: IstiodAddress): SliceAddresses[] {
  const hosts = hostsOf(address).filter((host) => ipFamily(host) !== 0);
  return [...new Set(hosts.map(ipFamily))].map((family) => ({
    addressType: family === 4 ? 'IPv4' : 'IPv6',
    addresses: hosts.filter((host) => ipFamily(host) === family),
  }));
}

/** Name of an EndpointSlice of a Service: the first one has that of the Service, as in the chart. */
export function sliceName(service: string, addressType: string, index: number): string {
  return index === 0 ? service : `${service}-${addressType.toLowerCase()}`;
}

import { contains, isIpAddress } from '../kubernetes/network';

const UNUSABLE = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/127',
  '::ffff:0:0/96',
  'fe80::/10',
  'ff00::/8',
];

/**
 * Whether another cluster can reach an address at all: not a loopback, link-local, multicast or IPv4-mapped one, most
 * of which Endpoints refuse, too.
 */
export function isReachable(address: string): boolean {
  return !(isIpAddress(address) && UNUSABLE.some((cidr) => contains(cidr, address))) && !isLocal(address);
}

/**
 * Whether a host of an API server's URL means one in every cluster. The primary's pods take `kubernetes.default` for the
 * API server of the primary itself.
 */
export function isReachableServer(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  return isReachable(bare) && !/^kubernetes(?:\.default(?:\.svc(?:\..*)?)?)?$/.test(bare);
}

/** Whether a host of a URL means the machine itself. */
export function isLocal(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  if (!isIpAddress(bare)) return false;
  return (
    /^(?:127|0)\./.test(bare) || /^::1?$/.test(bare) || /^::ffff:(?:7f[\da-f]{2}|[\da-f]{1,2}):/.test(bare)
  );
}

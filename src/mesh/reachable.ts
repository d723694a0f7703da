import { contains, isIpAddress } from '../kubernetes/network';
import { isLocal } from './rules/networks';

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

import { contains, isIpAddress } from '../kubernetes/network';

/** Unspecified, loopback, link-local, multicast and reserved addresses, and IPv6 addresses that contain an IPv4 one. */
const OF_ONE_CLUSTER = [
  '0.0.0.0/8',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '::/96',
  '::ffff:0:0/96',
  '64:ff9b::/96',
  'fe80::/10',
  'ff00::/8',
];

/** Services, pods, and the API server. */
const CLUSTER_NAME = /(?:^|\.)(?:svc|cluster\.local)$|^kubernetes(?:\.default)?$/;

/**
 * Whether an address, a name or the host of a URL means the same in every cluster. Addresses must not be in {@link
 * OF_ONE_CLUSTER}; Endpoints refuse most of these too. Names must not end in `.svc` or `.cluster.local`, or be
 * `kubernetes.default`, the name of each cluster's own API server.
 */
export function isReachable(host: string): boolean {
  const bare = bareHost(host);
  if (isIpAddress(bare)) return !OF_ONE_CLUSTER.some((cidr) => contains(cidr, bare));
  return !isLocal(bare) && !isClusterName(bare);
}

/** Whether each cluster's own DNS answers for a host. */
export function isClusterName(host: string): boolean {
  return CLUSTER_NAME.test(bareHost(host));
}

/** Whether a host of a URL is the name of a cluster's own API server for its pods. */
export function isOwnServer(host: string): boolean {
  return /^kubernetes(?:\.default(?:\.svc(?:\.cluster\.local)?)?)?$/.test(bareHost(host));
}

const LOCAL_NAME = /(?:^|\.)(?:localhost|localdomain)$|^(?:localhost6|ip6-localhost|ip6-loopback)$/;
const LOCAL = ['0.0.0.0/8', '127.0.0.0/8', '::/127', '::ffff:0:0/104', '::ffff:127.0.0.0/104'];

/** Whether a host means the machine or pod itself: loopback and unspecified addresses, and their names. */
export function isLocal(host: string): boolean {
  const bare = bareHost(host);
  return isIpAddress(bare) ? LOCAL.some((cidr) => contains(cidr, bare)) : LOCAL_NAME.test(bare);
}

/** Removes the brackets of a URL and the dot at the end of a fully qualified name. */
function bareHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

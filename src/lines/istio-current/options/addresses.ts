import { isIpAddress } from '../../../kubernetes/network';
import { list, text, union } from '../../../mesh/schema/fields';
import { address } from '../../../mesh/schema/shared';

/** Address of istiod: one address, or the IP addresses that lead to it. @internal */
export const istiodAddress = union(
  [address, list(text('an IP address', isIpAddress))],
  'an IP address or DNS name, or a list of IP addresses',
);

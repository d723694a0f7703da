import { readCidr } from '../../kubernetes/network';
import { list, number, text, union } from './fields';

/**
 * Istio passes these on as one comma-separated text. People may write that text, or a list, which {@link joined}
 * turns into it.
 */
function commaSeparated(expected: string, itemExpected: string, isItem: (item: string) => boolean) {
  const isText = (value: string): boolean =>
    value === '' || value === '*' || value.split(',').every((item) => isItem(item.trim()));
  const isNumber = (value: number): boolean => isItem(`${value}`);
  const item = union([text(itemExpected, isItem), number(itemExpected, isNumber)], itemExpected);
  return union([text(expected, isText), number(expected, isNumber), list(item)], expected);
}

/** `*`, or CIDRs. Host bits are allowed, as in Istio. Source: ValidateIncludeIPRanges in 1.0.9, inject.go. */
export const ipRanges = commaSeparated(
  '"*" or CIDRs such as 10.0.0.0/8,172.16.0.0/12',
  'a CIDR such as 10.0.0.0/8',
  (item) => readCidr(item) !== 'not a CIDR',
);

/** `*`, or port numbers. Source: ValidateIncludeInboundPorts in 1.0.9, inject.go. */
export const ports = commaSeparated(
  '"*" or port numbers such as 80,8080',
  'a port number from 0 to 65535',
  (item) => /^\d{1,5}$/.test(item) && Number(item) <= 65535,
);

/** The text that Istio reads. */
export function joined(value: string | number | readonly (string | number)[]): string {
  return typeof value === 'object' ? value.join(',') : `${value}`;
}

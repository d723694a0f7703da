import { certificatesInPem, maySignOthers } from '../../kubernetes/certificates';
import {
  isAnnotationName,
  isDnsLabel,
  isDnsSubdomain,
  isLabelValue,
  isQualifiedName,
  isServiceName,
  isUid,
} from '../../kubernetes/names';
import { isDnsName, isIpAddress, rangeOf, readCidr } from '../../kubernetes/network';
import { base64Bytes } from '../../kubernetes/pem';
import { isQuantity, storedQuantity } from '../../kubernetes/quantity';
import { isServerUrl } from '../../kubernetes/server-url';
import { parseKubernetesVersion } from '../../kubernetes/version';
import { group, list, nullable, number, optional, record, text, union } from './fields';
import { clusterPatch } from './patches';

const label = () =>
  text(
    'lower-case letters, digits and inner dashes, at most 63 characters (a DNS-1123 label)',
    isDnsLabel,
    (value) => {
      const plain = value.toLowerCase().replace(/[_.\s]/g, '-');
      return isDnsLabel(plain) ? `Write ${plain}` : undefined;
    },
  );

/** A DNS-1123 label. */
export const dnsLabel = label();

/** A namespace in a list: a separate schema, so that it has no notes of a field. */
export const namespaceItem = label();

/** The name of an object such as a Secret. */
export const objectName = text(
  'lower-case letters, digits, inner dashes and dots, at most 253 characters (a DNS-1123 name)',
  isDnsSubdomain,
);

/** The name of a Service. */
export const serviceName = text(
  'lower-case letters, digits and inner dashes, a letter first, at most 63 characters (a DNS-1035 label)',
  isServiceName,
);

/**
 * A path of a Linux file system: without NUL.
 * @param expected the thing at the path, which completes "the path of …"
 */
export const filePath = (expected: string) =>
  text(`the path of ${expected}`, (value) => value.trim() !== '' && !value.includes('\0'));

/** The path of a file or folder, relative to the mesh file. */
export const manifestPath = filePath('a file or a folder, relative to the mesh file');

const isAddress = (value: string): boolean => isIpAddress(value) || isDnsName(value);

/** An IP address or a DNS name. */
export const address = text('an IP address or DNS name', isAddress, (value) => {
  if (/^[\d.]+$/.test(value)) return 'An IPv4 address has four numbers from 0 to 255';
  const host = value.replace(/^[a-z]+:\/\/(?:.*@)?/i, '').replace(/(?::\d+|\/|\.)+$/, '');
  if (host !== value && isAddress(host)) return `Write ${host} and nothing else`;
  return isAddress(value.toLowerCase()) ? `Write ${value.toLowerCase()}` : undefined;
});

/** A CIDR without host bits. */
export const cidr = text(
  'a CIDR without host bits, such as 10.20.0.0/16',
  (value) => rangeOf(value) !== undefined,
  (value) => {
    const read = readCidr(value);
    if (typeof read === 'object' && 'network' in read) return `Write ${read.network}`;
    return isIpAddress(value) ? `Add the length of the prefix: ${value}/…` : undefined;
  },
);

/** `1.21`, `1.21.14`, or the form that kubectl prints. */
export const kubernetesVersion = text(
  'a Kubernetes version such as "1.21"',
  (value) => parseKubernetesVersion(value) !== undefined,
  (value) => {
    const version = /^v?(\d+\.\d+)/.exec(value)?.[1];
    return version !== undefined && parseKubernetesVersion(version) !== undefined
      ? `Write "${version}"`
      : undefined;
  },
);

/** The URL of an API server. A rule of the whole mesh checks that other clusters can use it. */
export const url = text('a URL such as https://10.20.0.2:6443', isServerUrl, fixOfUrl);

function fixOfUrl(value: string): string | undefined {
  if (value.includes('@')) return 'Leave out user and password: mesh.yaml must not contain secrets';
  if (/^[\w-]+\.[\w.-]+(?::\d+)?$/.test(value) && isServerUrl(`https://${value}`))
    return `Write https://${value}`;
  if (!URL.canParse(value)) return undefined;
  // Node's URL parser reads `127.1` and `0x7f.1` as addresses.
  const { hostname } = new URL(value);
  if (isIpAddress(hostname) && !value.includes(hostname)) return `Write the address as ${hostname}`;
  return /%(?![\da-f]{2})/i.test(value) ? 'Write % as %25' : undefined;
}

const quantityExpected = 'a quantity such as 100m, 0.5 or 128Mi';
const isStorable = (value: string | number): boolean => storedQuantity(value) !== undefined;

/** A resource quantity, which is never negative; numbers stay numbers. */
const quantity = union(
  [
    text(quantityExpected, isStorable, (value) =>
      isQuantity(value) && !value.startsWith('-') ? 'Write at most 9223372036854775807, or 7Ei' : undefined,
    ),
    number(quantityExpected, isStorable),
  ],
  quantityExpected,
);

const quantities = nullable(
  record(
    text('the name of a resource such as cpu or memory', isQualifiedName),
    nullable(quantity),
    'a map from resource to quantity',
  ),
);

/** Requests and limits of a container. `null` removes the default's value. */
export const resources = nullable(
  group({
    requests: optional(quantities, { description: 'Amounts that the scheduler reserves.' }),
    limits: optional(quantities, { description: 'Maximum amounts that the container may use.' }),
  }),
);

/** Limit of characters of a bundle. An API server refuses objects over 1.5 MB. */
const LONGEST_BUNDLE = 1_000_000;

/** CA certificates of a webhook, as an API server reads them. */
export const caBundle = text(
  'base64 of PEM with CA certificates and nothing else',
  (value) => bundleFault(value) === undefined,
  bundleFault,
  LONGEST_BUNDLE,
);

const ENCODE_FILE = 'Write the base64 of the whole file: `base64 < root-cert.pem`';

/** Says what to do about a bundle that makes an API server trust nothing, or less than the file seems to contain. */
function bundleFault(value: string): string | undefined {
  const bytes = base64Bytes(value.replace(/\s/g, ''));
  const { certificates, faults } = certificatesInPem(bytes?.toString('latin1') ?? '');
  if (faults[0] !== undefined) return `Correct the PEM, which has ${faults[0]}`;
  if (certificates.length === 0) return ENCODE_FILE;
  const leaf = certificates.find(({ node }) => !maySignOthers(node));
  return leaf === undefined
    ? undefined
    : `Write the root: the certificate in line ${leaf.block.line} of the PEM may not sign others`;
}

/** The key of a label. */
export const labelName = text('a name such as app or example.com/app', isQualifiedName);

/** Annotations of an object, at most 256 KB. Source: apimachinery, pkg/api/validation (TotalAnnotationSizeLimitB). */
export const annotationMap = record(
  text('a name such as app or example.com/app', isAnnotationName),
  text('text', () => true, undefined, 256 * 1024),
  'a map from annotation to text',
);

/** Labels of clusters. Only mesh.yaml uses them. */
export const clusterLabels = record(
  text('the name of a label such as region', isQualifiedName),
  text('the value of a label', isLabelValue),
  'a map from label to value',
);

/** Fields of every cluster, in every line. */
export const clusterFields = {
  podCidrs: optional(list(cidr, 'a list of CIDRs'), {
    description: 'Pod IP ranges. They must not overlap the ranges of another cluster on the same network.',
    default: 'not checked',
  }),
  serviceCidrs: optional(list(cidr, 'a list of CIDRs'), {
    description:
      'Service IP ranges. They must not overlap the pod IP ranges of any cluster on the same network.',
    default: 'not checked',
  }),
  context: optional(
    text('the name of a context of a kubeconfig', (value) => value.trim() !== ''),
    {
      description: 'Kubeconfig context of the cluster, for commands that talk to it.',
      default: 'the context with the cluster’s name, else the current context',
    },
  ),
  kubeconfig: optional(filePath('a kubeconfig'), {
    description:
      'Kubeconfig file of the cluster, for commands that talk to it. The path is relative to mesh.yaml.',
    default: '$KUBECONFIG, else ~/.kube/config',
  }),
  uid: optional(text('the uid of a namespace, such as 3f2504e0-4f89-41d3-9a0c-0305e82c3301', isUid), {
    description:
      'Uid of the namespace kube-system. join, leave and kubeconfig stop if the context points to another cluster. `join --record` writes it.',
    default: 'not checked, with a warning',
  }),
  labels: optional(clusterLabels, {
    description: 'Labels that `rollout` uses to select clusters. No Kubernetes object gets them.',
    default: '{}',
  }),
  patches: optional(list(clusterPatch, 'a list of patches with target and merge or json'), {
    description:
      'Changes to rendered objects of this cluster. They apply after the `patches` of the whole mesh. See docs/patches.md.',
    default: '[]',
  }),
} as const;

/** A list that Istio reads as one comma-separated text. mesh.yaml has the text or a list; {@link joined} joins it. */
function commaSeparated(expected: string, itemExpected: string, isItem: (item: string) => boolean) {
  const isText = (value: string): boolean =>
    value === '' || value === '*' || value.split(',').every((item) => isItem(item.trim()));
  const isNumber = (value: number): boolean => isItem(`${value}`);
  const item = union([text(itemExpected, isItem), number(itemExpected, isNumber)], itemExpected);
  // Enough for some thousand ranges.
  return union(
    [text(expected, isText, undefined, 64 * 1024), number(expected, isNumber), list(item)],
    expected,
  );
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

/** Returns the text that Istio reads. */
export function joined(value: string | number | readonly (string | number)[]): string {
  return typeof value === 'object' ? value.join(',') : `${value}`;
}

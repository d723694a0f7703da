import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isSelfSigned } from '../kubernetes/certificates';
import { asWarning, errorIn, type Problem } from '../problem';
import { keyTypeText } from './authority-options';
import { type Certificate, isSame, readCertificates } from './certificate';
import {
  type Clock,
  examineAuthority,
  examineDates,
  examinePathLengths,
  examineSelfSigned,
  examineStrength,
  wayToRoot,
} from './examine-certificate';
import { type BundleFile, clusterFolder, SECRET_FILE } from './layout';
import { exposedProblem, PEM_FIX, readPemFile, readPrivateKey } from './pem-file';
import type { Signer } from './signer';

/** The readable parts of a cluster's files. */
export interface Examined {
  readonly cluster: string;
  readonly problems: readonly Problem[];
  readonly certificate: Certificate | undefined;
  /** The root that it signs under. */
  readonly root: Certificate | undefined;
  /** The roots that it trusts. */
  readonly trusted: readonly Certificate[];
}

/** The folder of the files, and the command that repairs them. */
interface Place {
  readonly file: (name: BundleFile) => string;
  readonly signer: Signer;
  readonly clock: Clock;
  readonly renewal: string;
}

/** Checks the four files of a cluster: everything that Citadel and istiod check when they load them, and more. */
export function examineCluster(dir: string, cluster: string, signer: Signer, clock: Clock): Examined {
  const folder = clusterFolder(dir, cluster);
  if (!existsSync(folder)) {
    const fix = `Run \`istio-remote cacerts issue ${cluster}\``;
    const problems = [errorIn(folder, 'there is no such folder', fix)];
    return { cluster, problems, certificate: undefined, root: undefined, trusted: [] };
  }
  const renewal = `Run \`istio-remote cacerts issue ${cluster} --replace\` and apply the Secret`;
  const place: Place = { file: (name) => join(folder, name), signer, clock, renewal };
  const authority = read(place.file('ca-cert.pem'));
  const roots = read(place.file('root-cert.pem'));
  const [certificate] = authority.certificates;
  const chain = read(
    place.file('cert-chain.pem'),
    certificate !== undefined && isSelfSigned(certificate.node),
  );
  const way =
    certificate === undefined ? undefined : wayToRoot(certificate, chain.certificates, roots.certificates);
  const problems = [
    ...authority.problems,
    ...examineKey(place, certificate),
    ...chain.problems,
    ...roots.problems,
    ...roots.certificates.flatMap((root) => examineRoot(place, root, way?.at(-1))),
    ...(certificate === undefined ? [] : examineSigner(place, certificate)),
    ...(certificate === undefined || chain.problems.length > 0
      ? []
      : examineChain(place, certificate, chain.certificates, way)),
    ...examineManifest(join(folder, SECRET_FILE)),
  ];
  return { cluster, problems, certificate, root: way?.at(-1), trusted: roots.certificates };
}

/** Limit of reported faults of one file. */
const MOST_FAULTS = 5;

/** @param mayBeEmpty whether the file may be empty, like the chain of a root */
function read(
  file: string,
  mayBeEmpty = false,
): {
  readonly certificates: readonly Certificate[];
  readonly problems: readonly Problem[];
} {
  const found = readPemFile(file);
  if ('severity' in found) return { certificates: [], problems: [found] };
  const { certificates, faults } = readCertificates(found.text);
  const wrong = (got: string, fix: string) => errorIn(file, `expected certificates in PEM, got ${got}`, fix);
  if (faults.length > 0)
    return { certificates, problems: faults.slice(0, MOST_FAULTS).map((fault) => wrong(fault, PEM_FIX)) };
  const isEmpty = found.text.trim() === '';
  if (certificates.length > 0 || (isEmpty && mayBeEmpty)) return { certificates, problems: [] };
  return { certificates, problems: [wrong('something else', 'Is the file complete?')] };
}

function examineKey({ file, signer, renewal }: Place, certificate: Certificate | undefined): Problem[] {
  const path = file('ca-key.pem');
  const read = readPrivateKey(path);
  if ('severity' in read) return [read];
  const problems: Problem[] = [];
  const { privateKeys } = signer;
  if (privateKeys !== undefined && !privateKeys.labels.includes(read.label))
    problems.push(
      errorIn(
        path,
        `expected PEM with ${privateKeys.labels.join(' or ')}, which ${privateKeys.reader} reads, got ${read.label}`,
        'Convert it with `openssl pkcs8 -topk8 -nocrypt`',
      ),
    );
  const type = keyTypeText(read.key);
  const unfit = signer.unfitToSign(type);
  if (unfit !== undefined)
    problems.push(errorIn(path, `expected an RSA key, got ${type}. ${unfit}`, renewal));
  if (certificate !== undefined && !certificate.node.checkPrivateKey(read.key))
    problems.push(errorIn(path, 'expected the key of ca-cert.pem, got another one', renewal));
  return problems;
}

function examineRoot(
  { file, clock, signer }: Place,
  root: Certificate,
  signing: Certificate | undefined,
): Problem[] {
  const path = file('root-cert.pem');
  const problems = examineDates(path, root, clock, 'Run `istio-remote cacerts rotate` for a new root');
  const intermediate = examineSelfSigned(
    path,
    root,
    signer.unfitAsRoot,
    'Write the root that signed it, and put the intermediate into cert-chain.pem',
  );
  problems.unshift(...intermediate);
  if (!root.mayBeRoot) {
    const message = 'expected roots that may sign others, got a certificate that may not';
    problems.unshift(errorIn(path, message, 'Take it out'));
  }
  // A root that the cluster does not sign under may expire.
  return signing === undefined || isSame(root, signing) ? problems : problems.map(asWarning);
}

function examineSigner({ file, clock, renewal }: Place, certificate: Certificate): Problem[] {
  const path = file('ca-cert.pem');
  return [
    ...examineAuthority(path, certificate, renewal),
    ...examineDates(path, certificate, clock, renewal),
    ...examineStrength(path, certificate, renewal),
  ];
}

function examineChain(
  { file, clock, renewal }: Place,
  certificate: Certificate,
  chain: readonly Certificate[],
  way: readonly Certificate[] | undefined,
): Problem[] {
  const [first] = chain;
  const path = file('cert-chain.pem');
  const problems =
    first !== undefined && !isSame(first, certificate)
      ? [errorIn(path, 'expected ca-cert.pem as its first certificate, got another one', renewal)]
      : [];
  if (way === undefined) {
    const message = 'no root of root-cert.pem signed it, nor anything in cert-chain.pem';
    return [...problems, errorIn(file('ca-cert.pem'), message, renewal)];
  }
  const between = way.slice(1, -1);
  return [
    ...problems,
    ...between.flatMap((one) => examineAuthority(path, one, renewal)),
    ...between.flatMap((one) => examineDates(path, one, clock, renewal)),
    ...examinePathLengths(path, way),
  ];
}

/** The manifest contains the key too. */
function examineManifest(file: string): Problem[] {
  if (!existsSync(file)) return [];
  const found = readPemFile(file);
  if ('severity' in found) return [found];
  const exposed = exposedProblem(file, found.mode);
  return exposed === undefined ? [] : [exposed];
}

import { dayOf, keyTypeText, lifetimeSeconds } from '../certificates/authority-options';
import type { Certificate } from '../certificates/certificate';
import type { Examined } from '../certificates/examine-cluster';
import { type Problem, problemText } from '../problem';
import { FOLDER_OPTIONS, foldersOf } from './cacerts-options';
import { command, flagOption, textOption } from './command';
import { jsonText, openMesh, showProblems } from './mesh-options';

export const cacertsVerifyCommand = command({
  name: 'cacerts verify',
  summary: 'Check the certificates of all clusters, each and together.',
  help: `Checks the certificates of each cluster:
- all four files exist, and only their owner can read the key;
- the key belongs to the certificate and suits the release line;
- the certificate may sign others (CA flag, key usage, path length), its chain ends at a trusted root, and it is valid;
- the cluster trusts the roots of all other clusters.

Certificates from elsewhere are checked in the same way. Exits 1 if anything is wrong. A certificate that ends soon is a
warning. On current Istio, only remotes with their own istiod need certificates: remotes without files are skipped unless
you name them.`,
  positionals: {
    cluster: { describe: 'Ids of clusters. Default: all.', array: true, completes: 'clusters' },
  },
  options: {
    ...FOLDER_OPTIONS,
    warn: textOption(
      'Warn of certificates that end within this time. Certificates of Istio 1.0 workloads live 90 days.',
      { default: '90d' },
    ),
    json: flagOption('Print the result as JSON.'),
  },
  examples: [
    ['istio-remote cacerts verify', 'check everything'],
    ['istio-remote cacerts verify eu-west-1 --warn 180d', 'one cluster, half a year ahead'],
  ],
  async run(values, terminal) {
    const warnSeconds = lifetimeSeconds('warn', values.warn);
    const { outdir: _, ...folders } = foldersOf(values, terminal);
    const { cacertsVerify } = await import('../certificates/verify');
    const result = cacertsVerify(await openMesh(values.config), {
      ...folders,
      clusters: values.cluster,
      warnSeconds,
    });
    const { clusters, problems, behind } = result;
    if (values.json) {
      const rows = clusters.map(plain);
      terminal.out(jsonText({ clusters: rows, problems: problems.map(plainProblem), behind }));
    } else {
      showProblems(problems, terminal);
      for (const cluster of clusters) terminal.out(`${summaryOf(cluster)}\n`);
      if (behind !== undefined)
        terminal.err(
          `The mesh moves to a new root; still under the old one: ${behind.length === 0 ? 'none' : behind.join(', ')}.\n`,
        );
    }
    return problems.some(({ severity }) => severity === 'error') ? 1 : 0;
  },
});

function summaryOf({ cluster, problems, certificate }: Examined): string {
  const count = problems.filter(({ severity }) => severity === 'error').length;
  const state = count === 0 ? 'ok' : count === 1 ? '1 error' : `${count} errors`;
  return certificate === undefined
    ? `${cluster}: ${state}`
    : `${cluster}: ${state} (${keyTypeText(certificate.publicKey)}), until ${dayOf(certificate.notAfter)}`;
}

function plain({ cluster, certificate, root, trusted }: Examined) {
  return {
    cluster,
    certificate: certificate && described(certificate),
    root: root && described(root),
    trusted: trusted.map(described),
  };
}

function described({ node, notBefore, notAfter, publicKey }: Certificate) {
  return {
    subject: node.subject.replaceAll('\n', ', '),
    serial: node.serialNumber,
    sha256: node.fingerprint256,
    keyType: keyTypeText(publicKey),
    notBefore,
    notAfter,
  };
}

function plainProblem(problem: Problem) {
  const { severity, file } = problem;
  return { severity, file, text: problemText(problem) };
}

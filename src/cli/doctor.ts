import type { Finding, Status } from '../doctor/finding';
import { CLUSTER_OPTIONS, connectionOptions, seconds } from './cluster-options';
import { command, type Terminal } from './command';
import { openMesh, showProblems } from './mesh-options';

export const doctorCommand = command({
  name: 'doctor',
  summary: 'Look at the live clusters and say what is wrong.',
  help: `Looks at the primary and the remotes: whether their API servers answer, whether what mesh.yaml says is there and
runs, whether the primary can read each remote with its token and nothing more, and whether addresses and pod ranges are
those of mesh.yaml. Only reads. A cluster that does not answer does not keep it from looking at the others.

Prints a table with what to do about each finding. Ends with 1 when anything is broken; warnings, and what could not be
found out, do not count. docs/doctor.md explains each check.`,
  options: {
    ...CLUSTER_OPTIONS,
    within: { type: 'string', default: '2m', describe: 'How long all of it may take.' },
    'skip-addresses': {
      type: 'boolean',
      describe: 'Do not try the control plane’s addresses: for a machine outside the network.',
    },
    json: { type: 'boolean', describe: 'Print the findings as JSON.' },
  },
  positionals: {
    remote: { array: true, completes: 'clusters', describe: 'Remotes to look at, by id. Default: all.' },
  },
  examples: [
    ['istio-remote doctor', 'look at every cluster'],
    ['istio-remote doctor eu-west-1 --json', 'look at one remote and the primary, for a program'],
  ],
  async run(values, terminal) {
    const connection = connectionOptions(values, terminal);
    const limit = seconds('within', values.within);
    const { doctor } = await import('../doctor/doctor');
    const { mesh, line, membership, warnings } = await openMesh(values.config);
    const { checks } = await line.live();
    const { findings, healthy } = await doctor(
      mesh,
      { checks, membership },
      {
        connection,
        remotes: values.remote,
        seconds: limit,
        skipAddresses: values['skip-addresses'],
        onProgress: progress(terminal),
      },
    );
    showProblems(warnings, terminal);
    terminal.out(
      values.json ? `${JSON.stringify({ healthy, findings }, undefined, 2)}\n` : table(findings, terminal),
    );
    if (!values.json) terminal.err(summary(findings));
    return healthy ? 0 : 1;
  },
});

const COLOURS: Readonly<Record<Status, number>> = { ok: 32, warning: 33, broken: 31, unknown: 35 };

/** A line for each finding; below it, what to do. */
function table(findings: readonly Finding[], { colours }: Terminal): string {
  const width = (key: 'status' | 'cluster' | 'check'): number =>
    findings.reduce((most, finding) => Math.max(most, finding[key].length), key.length);
  const [status, cluster, check] = [width('status'), width('cluster'), width('check')];
  const head = `${'STATUS'.padEnd(status)}  ${'CLUSTER'.padEnd(cluster)}  ${'CHECK'.padEnd(check)}  FINDING\n`;
  const indent = ' '.repeat(status + 2);
  const lines = findings.map((finding) => {
    const word = finding.status.padEnd(status);
    const shown = colours ? `\u001b[${COLOURS[finding.status]}m${word}\u001b[39m` : word;
    const fix = finding.fix === undefined ? '' : `${indent}→ ${finding.fix}\n`;
    return `${shown}  ${finding.cluster.padEnd(cluster)}  ${finding.check.padEnd(check)}  ${finding.message}\n${fix}`;
  });
  return head + lines.join('');
}

function summary(findings: readonly Finding[]): string {
  const count = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  const warnings = count('warning');
  return `${count('broken')} broken, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${count('unknown')} unknown, ${count('ok')} ok\n`;
}

function progress({ interactive, err }: Terminal): (done: number, total: number) => void {
  return (done, total) => {
    if (interactive) err(done === total ? '\r\u001b[K' : `\r${done} of ${total} clusters`);
  };
}

import type { Finding, Status } from '../doctor/finding';
import { CLUSTER_OPTIONS, connectionOptions, seconds } from './cluster-options';
import { command, flagOption, type Terminal, textOption } from './command';
import { jsonText, openMesh, showProblems, tableLines } from './mesh-options';

export const doctorCommand = command({
  name: 'doctor',
  summary: 'Look at the live clusters and say what is wrong.',
  help: `Looks at the primary and the remotes: whether their API servers answer, whether what mesh.yaml says is there and
runs, whether the primary can read each remote with its token and nothing more, and whether addresses and pod ranges are
those of mesh.yaml. Asks istiod of current Istio what it knows of each remote. Only reads. A cluster that does not answer
does not keep it from looking at the others.

Prints a table with what to do about each finding. Ends with 1 when anything is broken; warnings, and what could not be
found out, do not count. docs/doctor.md explains each check.`,
  options: {
    ...CLUSTER_OPTIONS,
    within: textOption('How long all of it may take.', { default: '2m' }),
    'skip-addresses': flagOption(
      'Do not try the control plane’s addresses: for a machine outside the network.',
    ),
    json: flagOption('Print the findings as JSON.'),
  },
  positionals: {
    remote: {
      array: true,
      completes: 'clusters',
      describe: 'Remotes to look at, by id; with several primaries also theirs. Default: all.',
    },
  },
  examples: [
    ['istio-remote doctor', 'look at every cluster'],
    ['istio-remote doctor eu-west-1 --json', 'look at one remote and the primary, for a program'],
  ],
  async run(values, terminal) {
    const connection = connectionOptions(values, terminal);
    const limit = seconds('within', values.within);
    const { doctor } = await import('../doctor/doctor');
    const { mesh, line, membership, output, warnings } = await openMesh(values.config);
    const { checks } = await line.live();
    const { findings, healthy } = await doctor(
      mesh,
      { checks, membership, output },
      {
        connection,
        remotes: values.remote,
        seconds: limit,
        skipAddresses: values['skip-addresses'],
        onProgress: progress(terminal),
      },
    );
    showProblems(warnings, terminal);
    if (values.json) terminal.out(jsonText({ healthy, findings }));
    else terminal.out(table(findings), (shown) => (terminal.colours ? coloured(shown) : shown));
    if (!values.json) terminal.err(summary(findings));
    return healthy ? 0 : 1;
  },
});

const COLOURS: Readonly<Record<Status, number>> = { ok: 32, warning: 33, broken: 31, unknown: 35 };

/** A row for each finding; below it, what to do. */
function table(findings: readonly Finding[]): string {
  const cells = findings.map(({ status, cluster, check, primary, message }) => [
    status,
    cluster,
    primary === undefined ? check : `${check} (${primary})`,
    message,
  ]);
  const [head = '', ...rows] = tableLines([['STATUS', 'CLUSTER', 'CHECK', 'FINDING'], ...cells]);
  const indent = ' '.repeat(head.indexOf('CLUSTER'));
  const shown = findings.map(({ fix }, index) => {
    const row = rows[index] ?? '';
    return `${row}\n${fix === undefined ? '' : `${indent}→ ${fix}\n`}`;
  });
  return `${head}\n${shown.join('')}`;
}

function coloured(table: string): string {
  return table.replace(
    /^(ok|warning|broken|unknown) *(?= {2})/gm,
    (start, status: Status) => `\u001b[${COLOURS[status]}m${start}\u001b[39m`,
  );
}

function summary(findings: readonly Finding[]): string {
  const count = (status: Status): number => findings.filter((finding) => finding.status === status).length;
  const warnings = count('warning');
  return `${count('broken')} broken, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}, ${count('unknown')} unknown, ${count('ok')} ok\n`;
}

function progress({ interactive, err }: Terminal): (done: number, total: number) => void {
  return (done, total) => {
    if (!interactive) return;
    if (done === total) err('', () => '\r\u001b[K');
    else err(`${done} of ${total} clusters`, (shown) => `\r${shown}`);
  };
}

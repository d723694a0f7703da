import type { Finding, Status } from '../doctor/finding';
import { CLUSTER_OPTIONS, connectionOptions, seconds } from './cluster-options';
import { command, flagOption, type Terminal, textOption } from './command';
import { jsonText, openMesh, showProblems, tableLines } from './mesh-options';

export const doctorCommand = command({
  name: 'doctor',
  summary: 'Check the live clusters and say what to fix.',
  help: `Checks the live primary and its remotes, and changes nothing. It checks that:
- the API servers answer, and everything in mesh.yaml exists and runs;
- the primary can read each remote with its token, and can do nothing more;
- addresses and pod ranges match mesh.yaml;
- istiod (current Istio) has read each remote.

Prints a table, and what to do about each finding. If a cluster does not answer, doctor still checks the others. It exits
1 if anything is broken. Warnings and unknown results do not count. docs/doctor.md explains each check.`,
  options: {
    ...CLUSTER_OPTIONS,
    within: textOption('Time limit for the whole run.', { default: '2m' }),
    'skip-addresses': flagOption(
      'Do not connect to the addresses of the control plane, if this machine is outside its network.',
    ),
    json: flagOption('Print the findings as JSON.'),
  },
  positionals: {
    remote: {
      array: true,
      completes: 'clusters',
      describe: 'Ids of the remotes to check; with several primaries, ids of primaries too. Default: all.',
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
    const { findings: found, healthy } = await doctor(
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
    const { inWaveOrder } = await import('../doctor/in-wave-order');
    const findings = inWaveOrder(found, mesh.rollout);
    showProblems(warnings, terminal);
    if (values.json) terminal.out(jsonText({ healthy, findings }));
    else terminal.out(table(findings), (shown) => (terminal.colours ? coloured(shown) : shown));
    if (!values.json) terminal.err(summary(findings));
    return healthy ? 0 : 1;
  },
});

const COLOURS: Readonly<Record<Status, number>> = { ok: 32, warning: 33, broken: 31, unknown: 35 };

/** Prints a row for each finding and, below it, what to do. */
function table(findings: readonly Finding[]): string {
  const hasWaves = findings.some(({ wave }) => wave !== undefined);
  const cells = findings.map(({ status, cluster, check, primary, message, wave }) => [
    status,
    ...(hasWaves ? [wave ?? ''] : []),
    cluster,
    primary === undefined ? check : `${check} (${primary})`,
    message,
  ]);
  const [head = '', ...rows] = tableLines([
    ['STATUS', ...(hasWaves ? ['WAVE'] : []), 'CLUSTER', 'CHECK', 'FINDING'],
    ...cells,
  ]);
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

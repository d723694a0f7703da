import { join } from 'node:path';
import type { OutputReport } from '../output/folder';
import { command, flagOption, type Terminal } from './command';
import { boundHeap, jsonText, MESH_OPTIONS, openMesh, outdirOf, showProblems } from './mesh-options';

/** With this many clusters or more, a terminal shows a progress bar. */
const MANY_CLUSTERS = 500;

export const synthCommand = command({
  name: 'synth',
  summary: 'Write the manifests of every cluster.',
  help: `Reads mesh.yaml, checks the whole mesh, and writes plain Kubernetes YAML: one folder for each cluster, and README.md
with a picture of the mesh. If mesh.yaml has mistakes, synth writes nothing and reports all of them with line numbers.

synth changes only files that differ, and removes the files of clusters that left the mesh. Files that this tool did not
create are left alone. It prints one line for each cluster: added, changed, unchanged or removed.

With --validate, synth also checks every object against the schema of its cluster's Kubernetes version, and that every
object it refers to exists. \`istio-remote check\` always does.`,
  options: {
    ...MESH_OPTIONS,
    stdout: flagOption('Print the manifests instead of writing them.'),
    validate: flagOption('Write only manifests that pass the checks of `istio-remote check`.'),
    json: flagOption('Print the report as JSON.'),
  },
  examples: [
    ['istio-remote synth', 'write dist/ from mesh.yaml'],
    ['istio-remote synth --cluster eu-west-1 --stdout', 'look at one cluster'],
  ],
  async run(values, terminal) {
    await boundHeap(values.config);
    const { mesh, line, output, warnings } = await openMesh(values.config);
    const outdir = outdirOf(values.outdir, terminal);
    const validationOf = values.validate
      ? (await import('../validate/validate-files')).validationOf
      : undefined;
    const named = values.stdout ? undefined : (path: string): string => join(outdir, path);
    const validation = validationOf?.(mesh, line.validation(mesh), named);
    if (values.stdout) {
      const { manifestsAsText } = await import('../output/synth-mesh');
      for (const text of manifestsAsText(output, values.cluster, validation)) terminal.data(text);
      showProblems(warnings, terminal);
      return 0;
    }
    const { writeMesh } = await import('../output/synth-mesh');
    const report = writeMesh(output, {
      outdir,
      clusters: values.cluster,
      ...(validation === undefined ? {} : { validation }),
      onProgress: progressBar(terminal),
    });
    showProblems(warnings, terminal);
    terminal.out(values.json ? jsonText(report) : clusterLines(report));
    return 0;
  },
});

/** Formats lines such as `eu-west-1: changed`, in the order of the cluster names. */
function clusterLines(report: OutputReport): string {
  const outcomes = new Map<string, Set<string>>();
  for (const outcome of ['added', 'changed', 'unchanged', 'removed'] as const) {
    for (const path of report[outcome]) {
      const cluster = path.split('/')[0] ?? path;
      const known = outcomes.get(cluster);
      if (known === undefined) outcomes.set(cluster, new Set([outcome]));
      else known.add(outcome);
    }
  }
  const lines = [...outcomes].map(([cluster, found]) => `${cluster}: ${outcomeOf(found)}\n`);
  return lines.sort().join('');
}

/** A cluster whose files have different outcomes has changed. */
function outcomeOf(found: ReadonlySet<string>): string {
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : 'changed';
}

function progressBar(terminal: Terminal): (done: number, total: number) => void {
  const width = 30;
  let shown = -1;
  return (done, total) => {
    const filled = Math.floor((done / total) * width);
    if (total < MANY_CLUSTERS || filled === shown) return;
    shown = filled;
    if (!terminal.interactive) return;
    const bar = '#'.repeat(filled).padEnd(width, '.');
    if (done === total) terminal.err('', () => '\r\u001b[K');
    else terminal.err(`[${bar}] ${done} of ${total} clusters`, (shown) => `\r${shown}`);
  };
}

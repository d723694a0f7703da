import { type Problem, problemText } from '../problem';
import type { Option, Terminal } from './command';

/** Options of every command that reads a mesh and its output folder. */
export const MESH_OPTIONS = {
  config: { type: 'string', default: 'mesh.yaml', describe: 'The mesh file.' },
  outdir: {
    type: 'string',
    describe:
      'The output folder, with a folder for each cluster below it. Default: $CDK8S_OUTDIR, else dist.',
  },
  cluster: {
    type: 'string',
    array: true,
    completes: 'clusters',
    describe: 'Only these clusters, by id; all others stay as they are.',
  },
} as const satisfies Record<string, Option>;

/** The output folder: as given, else where `cdk8s synth` expects the output, else dist. */
export function outdirOf(outdir: string | undefined, terminal: Terminal): string {
  return outdir ?? (terminal.env.CDK8S_OUTDIR || undefined) ?? 'dist';
}

/** Shows warnings and errors, one line each. */
export function showProblems(problems: readonly Problem[], terminal: Terminal): void {
  if (problems.length > 0) terminal.err(`${problems.map(problemText).join('\n')}\n`);
}

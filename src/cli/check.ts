import { check } from '../commands/check';
import type { OutputDifference } from '../synth/output';
import { command, type Terminal } from './command';
import { MESH_OPTIONS, outdirOf, showProblems } from './shared-options';

export const checkCommand = command({
  name: 'check',
  summary: 'Fail when the output folder is stale, empty or holds a credential.',
  help: `Compares the output folder with what the mesh says and prints a unified diff for each file that differs, from
what is there to what belongs there. Looks for credentials in every file below the folder. Writes nothing.

Ends with 0 when everything is up to date and 1 otherwise: made for a merge request's pipeline.`,
  options: {
    ...MESH_OPTIONS,
    json: { type: 'boolean', describe: 'Print the report as JSON instead of diffs.' },
  },
  examples: [['istio-remote check', 'check dist/ against mesh.yaml']],
  async run(values, terminal) {
    const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
    const show = ({ path, before, after }: Texts): void => {
      const from = before === '' ? '/dev/null' : path;
      const patch = createTwoFilesPatch(
        from,
        after === '' ? '/dev/null' : path,
        before,
        after,
        undefined,
        undefined,
        { context: 3, headerOptions: FILE_HEADERS_ONLY },
      );
      terminal.out(coloured(patch, terminal));
    };
    const { report, problems, upToDate } = check({
      config: values.config,
      outdir: outdirOf(values.outdir, terminal),
      clusters: values.cluster,
      ...(values.json ? {} : { onDifference: (difference) => show(textsOf(difference)) }),
    });
    if (values.json) terminal.out(`${JSON.stringify({ upToDate, ...report, problems }, undefined, 2)}\n`);
    showProblems(problems, terminal);
    return upToDate ? 0 : 1;
  },
});

interface Texts {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

function textsOf(difference: OutputDifference): Texts {
  return {
    path: difference.path,
    before: 'before' in difference ? difference.before : '',
    after: 'after' in difference ? difference.after : '',
  };
}

function coloured(patch: string, terminal: Terminal): string {
  if (!terminal.colours) return patch;
  return patch.replace(
    /^([-+])(.*)$/gm,
    (line, sign: string) => `\u001b[${sign === '+' ? 32 : 31}m${line}\u001b[39m`,
  );
}

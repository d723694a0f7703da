import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isPathPattern } from '../mesh/path-pattern';
import type { ExtraFile } from '../output/extra-files';
import type { OutputDifference, OutputReport } from '../output/folder';
import { errorIn, type Problem, quoted, UsageError } from '../problem';
import { ANNOTATION_FORMATS, annotations } from './annotations';
import { command, flagOption, type Option, type OptionValues, type Terminal, textOption } from './command';
import { boundHeap, jsonText, MESH_OPTIONS, openMesh, outdirOf, showProblems } from './mesh-options';

const OPTIONS = {
  ...MESH_OPTIONS,
  json: flagOption('Print the report as JSON instead of diffs.'),
  summary: flagOption('Print the changes and their effects as Markdown.'),
  annotations: textOption(
    'Print problems so that GitHub shows them beside the lines of a pull request, or as a GitLab code quality report, instead of diffs.',
    { choices: ANNOTATION_FORMATS },
  ),
  'allow-extra': textOption(
    'Allow files in the output folder that synth did not write: a pattern such as kustomization.yaml or */notes/**. Added to output.allowExtra of mesh.yaml.',
    { array: true },
  ),
  against: textOption(
    'With --summary: compare with this branch, tag or commit, or with a folder such as ./old-dist. Default: the output folder as it is now.',
  ),
} as const satisfies Record<string, Option>;

type Values = OptionValues<typeof OPTIONS>;

export const checkCommand = command({
  name: 'check',
  summary: 'Exit 1 if the output folder is stale, invalid or contains a credential.',
  help: `Checks that the output folder is what \`istio-remote synth\` would write. It needs no cluster and changes no file.

Exits 1 if:
- a file is missing, empty or differs from mesh.yaml (check prints a unified diff);
- an object does not fit the schema of its cluster's Kubernetes version, or refers to an object that does not exist;
- the folder contains a file that synth did not write, unless --allow-extra or output.allowExtra allows it;
- any file contains a credential.

With --summary, check prints Markdown for a merge request instead of diffs. It lists the objects that are added, changed
or removed in each cluster, and explains effects that a diff does not show, such as pods that start without a sidecar.
It compares with --against: a branch, a tag, a commit, or a folder with a slash such as ./old-dist. The exit code is the same.`,
  options: OPTIONS,
  examples: [
    ['istio-remote check', 'check dist/ in CI'],
    ['istio-remote check --annotations github', 'show problems beside the lines of a pull request'],
    ['istio-remote check --summary --against origin/main', 'show reviewers what a branch changes'],
  ],
  async run(values, terminal) {
    if (values.against !== undefined && !values.summary)
      throw new UsageError('--against says what --summary compares with: give both.');
    if (values.annotations !== undefined && (values.json || values.summary))
      throw new UsageError('--annotations, --json and --summary each say what is printed. Give one of them.');
    const wrong = values['allow-extra'].find((pattern) => !isPathPattern(pattern));
    if (wrong !== undefined)
      throw new UsageError(
        `--allow-extra: expected the pattern of a path below the output folder, got ${quoted(wrong)}.`,
      );
    await boundHeap(values.config);
    return values.summary ? summarize(values, terminal) : showDifferences(values, terminal);
  },
});

async function showDifferences(values: Values, terminal: Terminal): Promise<number> {
  const { check } = await import('../output/check');
  const { validationOf } = await import('../validate/validate-files');
  const patchOf = await patcher();
  const outdir = outdirOf(values.outdir, terminal);
  const { mesh, line, output, warnings } = await openMesh(values.config);
  const { report, extra, ...found } = check(output, {
    outdir,
    clusters: values.cluster,
    allowExtra: values['allow-extra'],
    validation: validationOf(mesh, line.validation(mesh), (path) => join(outdir, path)),
    // Without the folder, the diff would be the whole output.
    ...(values.json || values.annotations !== undefined || !existsSync(outdir)
      ? {}
      : { onDifference: (difference) => showPatch(patchOf(difference), terminal) }),
  });
  const { upToDate } = found;
  const problems = [...warnings, ...found.problems];
  if (values.annotations !== undefined)
    terminal.out(
      annotations(values.annotations, [...problems, ...differencesOf(report, outdir)], values.config),
    );
  if (values.json) terminal.out(jsonText({ upToDate, ...report, ...byPermission(extra), problems }));
  showProblems(problems, terminal);
  return upToDate ? 0 : 1;
}

/** Reports each file that differs as a problem of its own. */
function differencesOf({ added, changed, removed }: OutputReport, outdir: string): Problem[] {
  const problemOf = (what: string) => (path: string) =>
    errorIn(join(outdir, path), what, 'Run `istio-remote synth` and commit the result');
  return [
    ...changed.map(problemOf('is not what the mesh says')),
    ...added.map(problemOf('is missing')),
    ...removed.map(problemOf('is left over')),
  ];
}

/** Groups paths for the JSON report. */
function byPermission(extra: readonly ExtraFile[]) {
  const pathsOf = (isAllowed: boolean) =>
    extra.flatMap(({ path, problem }) => ((problem === undefined) === isAllowed ? [path] : []));
  return { extra: pathsOf(false), allowedExtra: pathsOf(true) };
}

/** Returns a function that makes unified diffs. It hides credentials, since a committed file may contain one. */
async function patcher(): Promise<(difference: OutputDifference) => string> {
  const { hideCredentials } = await import('../secret-scan/hide-credentials');
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  return (difference) => {
    const { path } = difference;
    const before = 'before' in difference ? difference.before : '';
    const after = 'after' in difference ? difference.after : '';
    const [from, to] = [before === '' ? '/dev/null' : path, after === '' ? '/dev/null' : path];
    const options = { context: 3, headerOptions: FILE_HEADERS_ONLY };
    const [shownBefore, shownAfter] = [hideCredentials(before), hideCredentials(after)];
    const patch = createTwoFilesPatch(from, to, shownBefore, shownAfter, undefined, undefined, options);
    return shownBefore === shownAfter ? `${patch}# Only hidden credentials differ.\n` : patch;
  };
}

async function summarize(values: Values, terminal: Terminal): Promise<number> {
  const { reviewMesh } = await import('../review/review-mesh');
  const { validationOf } = await import('../validate/validate-files');
  const { against, config, cluster, json, 'allow-extra': allowExtra } = values;
  const outdir = outdirOf(values.outdir, terminal);
  const { mesh, line, output, warnings } = await openMesh(config);
  const validation = validationOf(mesh, line.validation(mesh), (path) => join(outdir, path));
  const reviewed = reviewMesh(output, { outdir, clusters: cluster, against, validation, allowExtra });
  const found = { ...reviewed, problems: [...warnings, ...reviewed.problems] };
  const { report, extra, patches, problems, upToDate, review } = found;
  if (json) {
    const { redactedReview } = await import('../review/redact-change');
    const files = { ...report, ...byPermission(extra) };
    terminal.out(jsonText({ upToDate, ...files, problems, patches, review: redactedReview(review) }));
  } else {
    const { printReview } = await import('../review/markdown/print-review');
    terminal.out(printReview(found));
  }
  showProblems(problems, terminal);
  return upToDate ? 0 : 1;
}

function showPatch(patch: string, terminal: Terminal): void {
  terminal.out(patch, terminal.colours ? coloured : undefined);
}

function coloured(patch: string): string {
  return patch.replace(
    /^([-+])(.*)$/gm,
    (line, sign: string) => `\u001b[${sign === '+' ? 32 : 31}m${line}\u001b[39m`,
  );
}

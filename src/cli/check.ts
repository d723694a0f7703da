import { join } from 'node:path';
import { isPathPattern } from '../mesh/path-pattern';
import type { ExtraFile } from '../output/extra-files';
import type { OutputDifference } from '../output/folder';
import { quoted, UsageError } from '../problem';
import { command, flagOption, type Option, type OptionValues, type Terminal, textOption } from './command';
import { boundHeap, jsonText, MESH_OPTIONS, openMesh, outdirOf, showProblems } from './mesh-options';

const OPTIONS = {
  ...MESH_OPTIONS,
  json: flagOption('Print the report as JSON instead of diffs.'),
  summary: flagOption('Print what changes, and what follows from it, as Markdown.'),
  'allow-extra': textOption(
    'Pattern of files below the output folder that are allowed, though synth did not make them, such as kustomization.yaml or */notes/**; besides output.allowExtra of mesh.yaml.',
    { array: true },
  ),
  against: textOption(
    'With --summary: a branch, tag or commit whose output folder the mesh is compared with, or a folder such as ./old-dist. Default: the output folder as it is.',
  ),
} as const satisfies Record<string, Option>;

type Values = OptionValues<typeof OPTIONS>;

export const checkCommand = command({
  name: 'check',
  summary: 'Fail when the output folder is stale, empty, invalid, has other files or holds a credential.',
  help: `Compares the output folder with what the mesh says and prints a unified diff for each file that differs, from
what is there to what belongs there. Validates every object against the schema of its cluster's Kubernetes version, its
labels, annotations and names, and what it refers to; needs no cluster. Lists every file below the folder that synth did
not make, at any depth, and looks for credentials in all of them. Writes nothing.

With --summary it prints Markdown for a merge request instead: for each cluster the objects that
are added, changed and removed, the fields that differ, and what follows where the manifests do not say it, such as
pods that start without a proxy. --against names what to compare with: the branch that the merge request goes into,
or a folder, which is written with a slash (./old-dist).

Ends with 0 when everything is up to date and 1 otherwise, with --summary too: made for a merge request's pipeline.`,
  options: OPTIONS,
  examples: [
    ['istio-remote check', 'check dist/ against mesh.yaml'],
    ['istio-remote check --summary --against origin/main', 'say what a branch changes'],
  ],
  async run(values, terminal) {
    if (values.against !== undefined && !values.summary)
      throw new UsageError('--against says what --summary compares with: give both.');
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
    ...(values.json ? {} : { onDifference: (difference) => showPatch(patchOf(difference), terminal) }),
  });
  const { upToDate } = found;
  const problems = [...warnings, ...found.problems];
  if (values.json) terminal.out(jsonText({ upToDate, ...report, ...byPermission(extra), problems }));
  showProblems(problems, terminal);
  return upToDate ? 0 : 1;
}

/** Paths for the JSON. */
function byPermission(extra: readonly ExtraFile[]) {
  const pathsOf = (isAllowed: boolean) =>
    extra.flatMap(({ path, problem }) => ((problem === undefined) === isAllowed ? [path] : []));
  return { extra: pathsOf(false), allowedExtra: pathsOf(true) };
}

/** Makes unified diffs that hide credentials, which a committed file may hold already. */
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

import type { ExtraFile } from '../../output/extra-files';
import type { PatchUse } from '../../page/patch-list';
import { type Problem, problemText } from '../../problem';
import { findCredentials } from '../../secret-scan/find-credentials';
import { someOf } from '../../some-of';
import type { Review } from '../review';
import { code, objectTitle } from './code';
import { bytes, FULL, groupSections, type PrintedSection, sectionsWithin } from './fit-sections';
import { forcedPatchLines, patchLines } from './patch-lines';
import { count, countsOf } from './print-section';

interface SummaryProps {
  readonly review: Review;
  /** The old version, as the user wrote it. */
  readonly comparedWith: string;
  /** Number of clusters of the mesh. */
  readonly clusters: number;
  /** Files of the output folder that synth did not create. @default - none */
  readonly extra?: readonly ExtraFile[];
  /** What patches of the mesh change. @default - nothing */
  readonly patches?: readonly PatchUse[];
  /** Why `check` fails. */
  readonly problems: readonly Problem[];
}

/** The longest comment that GitHub accepts, in bytes, which are never fewer than characters. */
export const LARGEST_SUMMARY = 65_536;

/** Bytes reserved for the note about omitted sections. */
const LAST_WORDS = 2_400;

/** A pipeline finds its earlier comment by this line. */
const SUMMARY_MARK = '<!-- istio-remote check --summary -->';

/** Prints a Markdown summary for the reviewers of a merge request. */
export function printReview({
  review,
  comparedWith,
  clusters,
  extra = [],
  patches = [],
  problems,
}: SummaryProps): string {
  const sections = groupSections(review.sections, FULL);
  const head = [
    SUMMARY_MARK,
    '## Changes to the mesh',
    '',
    ...forcedPatchLines(patches),
    ...foreignLines(extra),
    ...problemLines(problems.filter((problem) => !extra.some((file) => file.problem === problem))),
    headline(sections, clusters, comparedWith, extra),
    '',
    ...sharedByWaves(review),
    ...patchLines(patches),
    ...fileLines(review),
  ].join('\n');
  const room = LARGEST_SUMMARY - bytes(head) - LAST_WORDS;
  const { texts, cut } = sectionsWithin(room, sections);
  return withoutCredentials([`${head}\n`, ...texts, ...lastWords(sections, texts.length, cut)].join(''));
}

function headline(
  sections: readonly PrintedSection[],
  clusters: number,
  comparedWith: string,
  extra: readonly ExtraFile[],
): string {
  const changed = sections.reduce((sum, section) => sum + section.clusters.length, 0);
  const compared = `Compared with ${code(comparedWith)}`;
  if (changed === 0)
    return `${compared}, ${extra.length > 0 ? 'mesh.yaml changes no cluster' : 'no cluster changes'}.`;
  const all = sections.flatMap((section) => section.clusters.flatMap(() => section.section.changes));
  const folders = `${count(changed, 'folder')} of the output ${changed === 1 ? 'changes' : 'change'}`;
  return `${compared}, ${folders}: ${countsOf(all)}. The mesh has ${count(clusters, 'cluster')}.`;
}

/** Limit of files in the summary. */
const MOST_EXTRA = 50;

/** These files are in no diff of mesh.yaml, so they come first. */
function foreignLines(extra: readonly ExtraFile[]): string[] {
  const foreign = extra.filter(({ problem }) => problem !== undefined);
  const allowed = extra.filter(({ problem }) => problem === undefined);
  const shown = (files: readonly ExtraFile[]): string[] => [
    ...files.slice(0, MOST_EXTRA).map(({ path }) => code(path.slice(0, 200))),
    ...(files.length > MOST_EXTRA ? [`${files.length - MOST_EXTRA} more`] : []),
  ];
  const list = shown(foreign).map((path) => `- ${path}`);
  return [
    ...(list.length > 0
      ? [
          '**Files that synth did not create. A tool that applies the folder applies them too:**',
          '',
          ...list,
          '',
        ]
      : []),
    ...(allowed.length > 0 ? [`Files of others that are allowed: ${shown(allowed).join(', ')}.`, ''] : []),
  ];
}

function problemLines(problems: readonly Problem[]): string[] {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return [];
  const shown = errors.slice(0, 10).map((problem) => `- ${code(problemText(problem))}`);
  return [
    '**`istio-remote check` fails:**',
    '',
    ...shown,
    ...(errors.length > 10 ? [`- and ${errors.length - 10} more`] : []),
    '',
  ];
}

/** Lists changes that apply before any wave. */
function sharedByWaves({ sections }: Review): string[] {
  if (sections.every(({ wave }) => wave === undefined)) return [];
  const shared = sections.filter(({ wave, membership }) => wave === undefined && membership === 'stays');
  if (shared.length === 0) return [];
  const objects = shared.flatMap(({ changes }) => changes.map(({ object }) => objectTitle(object)));
  const folders = shared.flatMap(({ clusters }) => clusters.map(code));
  return [`All waves share ${someOf(folders, 5)}, which cannot be staged: ${someOf(objects, 5)}.`, ''];
}

function fileLines({ otherFiles }: Review): string[] {
  if (otherFiles.length === 0) return [];
  const files = otherFiles.map(({ path, outcome }) => `${code(path)} (${outcome})`);
  return [`Other files: ${someOf(files, 10)}.`, ''];
}

function lastWords(sections: readonly PrintedSection[], shown: number, cut: number): string[] {
  const missing = sections.slice(shown).flatMap(({ clusters }) => clusters);
  const parts = [
    ...(cut > 0 ? [`${count(cut, 'section')} shortened`] : []),
    ...(missing.length > 0
      ? [
          `${count(missing.length, 'cluster')} left out (${missing
            .slice(0, 5)
            .map((name) => code(name.slice(0, 40)))
            .join(', ')}${missing.length > 5 ? ', …' : ''})`,
        ]
      : []),
  ];
  if (parts.length === 0) return [];
  return [
    `\n**A comment is limited to ${LARGEST_SUMMARY} characters:** ${parts.join(', ')}. \`--json\` has everything.\n`,
  ];
}

/** The last check: joined parts may look like a credential although each part alone did not. */
function withoutCredentials(markdown: string): string {
  const lines = new Set(findCredentials(markdown).map(({ line }) => line));
  if (lines.size === 0) return markdown;
  return markdown
    .split('\n')
    .map((line, index) => (lines.has(index + 1) ? '(a line that looks like a credential is left out)' : line))
    .join('\n');
}

import { MANAGED_BY } from '../kubernetes/labels';
import { type Path, type Problem, pathText } from '../problem';
import { type ClusterOutputs, clusterTable, summaryTable } from './cluster-table';
import { drawing } from './drawing';
import { cell, link, plain, table } from './markdown';
import { mermaid } from './mermaid';
import type { ClusterModel, PageModel } from './page-model';
import { counted, someOf } from './short-text';

/** First line of every page at the top of the output folder. A file of that name without it is somebody else's. */
export const PAGE_MARK = `<!-- Made by ${MANAGED_BY}: change mesh.yaml instead. -->`;

/** The page of the mesh, relative to the output folder. */
export const PAGE = 'README.md';

/** Name of the page with the n-th part of the table of clusters, in a mesh too large for one. */
export function tablePage(number: number): string {
  return `clusters-${number}.md`;
}

/** Whether a path of the output folder is that of a page. No cluster's folder has such a name: it holds a dot. */
export function isPagePath(path: string): boolean {
  return path === PAGE || /^clusters-\d+\.md$/.test(path);
}

/** Whether a text is a page that this tool has made. */
export function isOwnPage(text: string): boolean {
  return text.startsWith(`${PAGE_MARK}\n`);
}

/** Clusters that the page itself lists: GitHub cuts a README at 500 KB, and nobody reads as far. */
const MOST_ROWS = 200;
/** Clusters on each of the further pages. */
const ROWS_A_PAGE = 500;

/** One page of the output folder. */
export interface Page {
  readonly path: string;
  readonly text: string;
}

/** The page of a mesh, and in a large mesh the pages with its clusters. */
export function* pages(
  facts: PageModel,
  outputs: ClusterOutputs,
  warnings: readonly Problem[],
): Generator<Page> {
  const parts = facts.remotes.length > MOST_ROWS ? chunks(facts.remotes) : [];
  yield { path: PAGE, text: joined(meshPage(facts, outputs, warnings, parts)) };
  for (const [index, part] of parts.entries())
    yield { path: tablePage(index + 1), text: joined(partPage(facts, outputs, part)) };
}

function* meshPage(
  facts: PageModel,
  outputs: ClusterOutputs,
  warnings: readonly Problem[],
  parts: readonly (readonly ClusterModel[])[],
): Generator<string> {
  const picture = drawing(facts);
  yield `${PAGE_MARK}\n\n# ${plain(picture.title)}\n\n`;
  yield 'Generated: do not edit. It is made from mesh.yaml, together with the manifests beside it, by `istio-remote synth`.\n\n';
  yield `\`\`\`mermaid\n${mermaid(picture)}\`\`\`\n\n`;
  yield `- Thick arrows: ${plain(picture.calls)}.\n- Dotted arrows: ${plain(picture.reads)}.\n`;
  if (picture.grouping !== undefined) yield `- ${plain(picture.grouping)}\n`;
  yield* controlPlane(facts);
  yield* section('Trust', bullets(facts.trust));
  yield* section(
    'Warnings',
    warningList(
      warnings,
      facts.remotes.map(({ name }) => name),
    ),
  );
  yield '\n## Clusters\n\n';
  if (parts.length === 0) yield* clusterTable(facts, [facts.primary, ...facts.remotes], outputs);
  else yield* summary(facts, outputs, parts);
  yield* section('Other files', otherFiles(facts, outputs));
}

function* summary(
  facts: PageModel,
  outputs: ClusterOutputs,
  parts: readonly (readonly ClusterModel[])[],
): Generator<string> {
  yield* clusterTable(facts, [facts.primary], outputs);
  yield `\nThe ${counted(facts.remotes.length)} remote clusters, by their options:\n\n`;
  yield* summaryTable(facts, outputs);
  yield '\nEach of them, in the order of mesh.yaml:\n\n';
  for (const [index, part] of parts.entries()) {
    const [first, last] = [part[0]?.name ?? '', part.at(-1)?.name ?? ''];
    yield `- ${link(first === last ? first : `${first} to ${last}`, tablePage(index + 1))}\n`;
  }
}

function* partPage(
  facts: PageModel,
  outputs: ClusterOutputs,
  part: readonly ClusterModel[],
): Generator<string> {
  yield `${PAGE_MARK}\n\n# ${plain(`Clusters ${part[0]?.name} to ${part.at(-1)?.name}`)}\n\n`;
  yield `Generated: do not edit. Part of ${link(`the Istio mesh of ${facts.primary.name}`, PAGE)}.\n\n`;
  yield* clusterTable(facts, part, outputs);
}

function* controlPlane({ controlPlane, exposure, primary, namespace }: PageModel): Generator<string> {
  yield '\n## Control plane\n\n';
  const through = exposure === undefined ? '' : ` through ${exposure},`;
  yield `${plain(`In namespace ${namespace} of ${primary.name}. Remote clusters reach it${through} at:`)}\n\n`;
  yield* table(
    ['Component', 'Address', 'Ports that sidecars call'],
    controlPlane.map(({ name, address, ports }) => [
      plain(name),
      plain(address),
      cell(ports.length === 0 ? [] : [ports.join(', ')]),
    ]),
  );
}

/** Folders that are no cluster's, such as that of a delivery tool. */
function* otherFiles({ primary, remotes }: PageModel, outputs: ClusterOutputs): Generator<string> {
  const clusters = new Set([primary.name, ...remotes.map(({ name }) => name)]);
  for (const folder of outputs.folders()) {
    if (clusters.has(folder)) continue;
    for (const file of outputs.of(folder).files)
      yield `- ${link(`${folder}/${file}`, `${folder}/${file}`)}\n`;
  }
}

/** A section with its heading; none when there is nothing in it. */
function* section(title: string, content: Iterable<string>): Generator<string> {
  const text = joined(content);
  if (text !== '') yield `\n## ${title}\n\n${text}`;
}

function* bullets(sentences: readonly string[]): Generator<string> {
  for (const sentence of sentences) yield `- ${plain(sentence)}\n`;
}

function chunks(clusters: readonly ClusterModel[]): ClusterModel[][] {
  return Array.from({ length: Math.ceil(clusters.length / ROWS_A_PAGE) }, (_, index) =>
    clusters.slice(index * ROWS_A_PAGE, (index + 1) * ROWS_A_PAGE),
  );
}

function joined(pieces: Iterable<string>): string {
  return [...pieces].join('');
}

/** Warnings beyond those are for `istio-remote check` to list. */
const MOST_WARNINGS = 50;
const MOST_CLUSTERS = 6;

/**
 * The warnings of a mesh as a Markdown list. Lines and columns are left out: a comment further up in mesh.yaml is no
 * change of the page. A warning about many remotes is said once.
 * @param remotes names of the remote clusters, in the order of the mesh file
 */
export function* warningList(warnings: readonly Problem[], remotes: readonly string[]): Generator<string> {
  const alike = new Map<string, { readonly warning: Problem; readonly clusters: string[] }>();
  for (const warning of warnings) {
    const index = remoteOf(warning.path);
    const path = index === undefined ? warning.path : warning.path.slice(2);
    const key = JSON.stringify([index === undefined, path, warning.file, warning.message, warning.fix]);
    const cluster = index === undefined ? undefined : remotes[index];
    const known = alike.get(key);
    if (known === undefined)
      alike.set(key, { warning: { ...warning, path }, clusters: cluster === undefined ? [] : [cluster] });
    else if (cluster !== undefined) known.clusters.push(cluster);
  }
  let shown = 0;
  for (const { warning, clusters } of alike.values()) {
    if (++shown > MOST_WARNINGS) break;
    yield line(warning, clusters);
  }
  if (alike.size > MOST_WARNINGS)
    yield `- ${counted(alike.size - MOST_WARNINGS)} more: \`istio-remote check\` lists them all.\n`;
}

function remoteOf(path: Path): number | undefined {
  const [first, index] = path;
  return first === 'remotes' && typeof index === 'number' ? index : undefined;
}

function line({ path, file, message, fix }: Problem, clusters: readonly string[]): string {
  const place = [file ?? '', pathText(path)].filter((part) => part !== '').join(' ');
  const whose = clusters.length === 0 ? '' : ` of ${someOf(clusters, MOST_CLUSTERS)}`;
  const head = place === '' && whose === '' ? '' : `**${plain(place)}**${plain(whose)}: `;
  return `- ${head}${plain(message)}${fix === undefined ? '' : `. ${plain(fix)}`}.\n`;
}

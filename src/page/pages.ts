import { MANAGED_BY } from '../kubernetes/labels';
import { type Problem, pathText } from '../problem';
import { type ClusterOutputs, clusterTable, summaryTable } from './cluster-table';
import { drawing, primaryNames } from './drawing';
import { imageList } from './image-list';
import { cell, link, plain, table } from './markdown';
import { mermaid } from './mermaid';
import { type ClusterModel, groupedBy, type PageModel, type PrimaryModel } from './page-model';
import { patchList } from './patch-list';
import type { Meaning } from './picture';
import { counted, oneLine, someOf } from './short-text';

/** First line of every page at the top of the output folder. A file of that name without it is not ours. */
const PAGE_MARK = `<!-- Made by ${MANAGED_BY}: change mesh.yaml instead. -->`;

/** The page of the mesh, relative to the output folder. */
const PAGE = 'README.md';

/**
 * Returns the name of the page with the n-th part of the table of clusters, if the table is too large for one page.
 */
function tablePage(number: number): string {
  return `clusters-${number}.md`;
}

/** Whether a path of the output folder is a page. No cluster's folder has such a name, because it contains a dot. */
export function isPagePath(path: string): boolean {
  return path === PAGE || /^clusters-\d+\.md$/.test(path);
}

/** Whether a text is a page of this tool. */
export function isOwnPage(text: string): boolean {
  return text.startsWith(`${PAGE_MARK}\n`);
}

/** Limit of clusters on the page itself: GitHub cuts a README at 500 KB, and more are hard to read. */
const MOST_ROWS = 200;
/** Limit of clusters on each further page. */
const ROWS_A_PAGE = 500;

/** One page of the output folder. */
interface Page {
  readonly path: string;
  readonly text: string;
}

/** Yields the page of a mesh and, for a large mesh, the pages with its clusters. */
export function* pages(
  model: PageModel,
  outputs: ClusterOutputs,
  warnings: readonly Problem[],
): Generator<Page> {
  const parts = model.remotes.length > MOST_ROWS ? chunks(model.remotes) : [];
  yield { path: PAGE, text: joined(meshPage(model, outputs, warnings, parts)) };
  for (const [index, part] of parts.entries())
    yield { path: tablePage(index + 1), text: joined(partPage(model, outputs, part)) };
}

const ARROWS: Readonly<Record<Meaning, string>> = {
  calls: 'Thick arrows',
  reads: 'Dotted arrows',
  traffic: 'Thin arrows',
};

function* meshPage(
  model: PageModel,
  outputs: ClusterOutputs,
  warnings: readonly Problem[],
  parts: readonly (readonly ClusterModel[])[],
): Generator<string> {
  const picture = drawing(model);
  yield `${PAGE_MARK}\n\n# ${plain(picture.title)}\n\n`;
  yield 'Generated: do not edit. It is made from mesh.yaml, together with the manifests beside it, by `istio-remote synth`.\n\n';
  yield `\`\`\`mermaid\n${mermaid(picture)}\`\`\`\n\n`;
  for (const { meaning, text, isDrawn } of picture.legend)
    yield `- ${isDrawn ? ARROWS[meaning] : 'Not drawn'}: ${plain(text)}.\n`;
  for (const note of picture.notes) yield `- ${plain(note)}\n`;
  yield* controlPlanes(model);
  yield* section('When the exposure changes', leftBehind(model));
  yield* section('Trust', bullets(model.trust));
  yield* section('Warnings', warningList(warnings, model));
  yield '\n## Clusters\n\n';
  if (parts.length === 0) yield* clusterTable(model, [...model.primaries, ...model.remotes], outputs);
  else yield* summary(model, outputs, parts);
  yield* section('Images', imageList(model, outputs));
  yield* section('Patches', patchList(model.patches ?? []));
  yield* section('Other files', otherFiles(model, outputs));
}

function* summary(
  model: PageModel,
  outputs: ClusterOutputs,
  parts: readonly (readonly ClusterModel[])[],
): Generator<string> {
  yield* clusterTable(model, model.primaries, outputs);
  yield `\nThe ${counted(model.remotes.length)} remote clusters, by their options:\n\n`;
  yield* summaryTable(model);
  yield '\nEach of them, in the order of mesh.yaml:\n\n';
  for (const [index, part] of parts.entries()) {
    const [first, last] = [part[0]?.name ?? '', part.at(-1)?.name ?? ''];
    yield `- ${link(first === last ? first : `${first} to ${last}`, tablePage(index + 1))}\n`;
  }
}

function* partPage(
  model: PageModel,
  outputs: ClusterOutputs,
  part: readonly ClusterModel[],
): Generator<string> {
  yield `${PAGE_MARK}\n\n# ${plain(`Clusters ${part[0]?.name} to ${part.at(-1)?.name}`)}\n\n`;
  yield `Generated: do not edit. Part of ${link(`the Istio mesh of ${primaryNames(model)}`, PAGE)}.\n\n`;
  yield* clusterTable(model, part, outputs);
}

function* controlPlanes({ namespace, primaries }: PageModel): Generator<string> {
  yield `\n## Control plane${primaries.length > 1 ? 's' : ''}\n`;
  const serving = primaries.filter((primary) => primary.controlPlane.length > 0);
  for (const primary of serving) yield* controlPlane(namespace, primary);
  const others = primaries.filter((primary) => !serving.includes(primary)).map(({ name }) => name);
  if (others.length === 0) return;
  const serve = others.length === 1 ? 'It serves' : 'They serve';
  yield `\n${plain(`In namespace ${namespace} of ${someOf(others, MOST_CLUSTERS)}. ${serve} no remote cluster.`)}\n`;
}

function* controlPlane(namespace: string, primary: PrimaryModel): Generator<string> {
  const { name: cluster, controlPlane, exposure, settings = [] } = primary;
  const through = exposure === undefined ? '' : ` through ${exposure},`;
  yield `\n${plain(`In namespace ${namespace} of ${cluster}. Remote clusters reach it${through} at:`)}\n\n`;
  yield* table(
    ['Component', 'Address', 'Ports that sidecars call'],
    controlPlane,
    ({ name, address, ports }) => [
      plain(name),
      plain(address),
      cell(ports.length === 0 ? [] : [ports.join(', ')]),
    ],
  );
  for (const { of, name, value, why } of settings) {
    yield `\n${plain(`Set this environment variable of ${of} where you install it on ${cluster}. ${why}.`)}\n\n`;
    yield `\`\`\`text\n${oneLine(`${name}=${value}`)}\n\`\`\`\n`;
  }
}

/** Says what a replaced exposure leaves behind: `kubectl apply` deletes nothing. */
function* leftBehind({ primaries }: PageModel): Generator<string> {
  const exposing = primaries.filter(({ exposedBy }) => exposedBy !== undefined);
  if (exposing.length === 0) return;
  yield 'If `exposure` of a primary changes, `kubectl apply` deletes nothing: the objects of the old one stay, and what they expose stays reachable.\n\n';
  for (const { name, exposedBy = '' } of exposing) yield `- ${plain(`On ${name}: ${exposedBy}.`)}\n`;
  yield '\nThe commands that delete them: `istio-remote check --summary` prints them for the change, `istio-remote doctor` for what is left. A delivery tool that prunes deletes them itself.\n';
}

/** Lists folders that belong to no cluster, for example to a delivery tool. */
function* otherFiles({ primaries, remotes }: PageModel, outputs: ClusterOutputs): Generator<string> {
  const clusters = new Set([...primaries, ...remotes].map(({ name }) => name));
  for (const folder of outputs.folders()) {
    if (clusters.has(folder)) continue;
    for (const file of outputs.of(folder).files)
      yield `- ${link(`${folder}/${file}`, `${folder}/${file}`)}\n`;
  }
}

/** Yields a section with its heading, or nothing without content. */
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

/** Limit of warnings on the page; `istio-remote check` lists all. */
const MOST_WARNINGS = 50;
const MOST_CLUSTERS = 6;

/**
 * Yields the warnings of a mesh as a Markdown list, each once, with its clusters. Leaves out lines and columns: a
 * comment further up in mesh.yaml must not change the page.
 */
function* warningList(warnings: readonly Problem[], model: PageModel): Generator<string> {
  const located = warnings.map((warning) => {
    const [first, index] = warning.path;
    if ((first !== 'remotes' && first !== 'primaries') || typeof index !== 'number')
      return { warning, cluster: [] };
    return {
      warning: { ...warning, path: warning.path.slice(2) },
      cluster: [model[first][index]?.name ?? ''],
    };
  });
  const alike = groupedBy(located, ({ warning: { path, file, message, fix }, cluster }) =>
    JSON.stringify([cluster.length, path, file, message, fix]),
  );
  for (const group of [...alike.values()].slice(0, MOST_WARNINGS)) {
    const clusters = group.flatMap(({ cluster }) => cluster);
    for (const { warning } of group.slice(0, 1)) yield warningItem(warning, clusters);
  }
  if (alike.size > MOST_WARNINGS)
    yield `- ${counted(alike.size - MOST_WARNINGS)} more: \`istio-remote check\` lists them all.\n`;
}

function warningItem({ path, file, message, fix }: Problem, clusters: readonly string[]): string {
  const place = [file ?? '', pathText(path)].filter((part) => part !== '').join(' ');
  const whose = clusters.length === 0 ? '' : ` of ${someOf(clusters, MOST_CLUSTERS)}`;
  const head = place === '' && whose === '' ? '' : `**${plain(place)}**${plain(whose)}: `;
  return `- ${head}${plain(message)}${fix === undefined ? '' : `. ${plain(fix)}`}.\n`;
}

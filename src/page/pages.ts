import type { Problem } from '../problem';
import type { ClusterOutputs } from './cluster-outputs';
import { clusterTable, summaryTable } from './cluster-table';
import { counted } from './counted';
import { drawing } from './drawing';
import { cell, link, plain, table } from './markdown';
import { mermaid } from './mermaid';
import { PAGE, PAGE_MARK, tablePage } from './page-mark';
import type { ClusterModel, PageModel } from './page-model';
import { warningList } from './warning-list';

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

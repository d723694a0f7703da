import { type Path, type Problem, pathText } from '../problem';
import { counted, someOf } from './counted';
import { plain } from './markdown';

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

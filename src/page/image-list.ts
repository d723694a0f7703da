import type { ClusterOutputs } from './cluster-table';
import { plain } from './markdown';
import type { PageModel } from './page-model';
import { someOf } from './short-text';

/** Limit of cluster names for an image; `istio-remote images --clusters` lists all. */
const MOST_CLUSTERS = 3;

/** Yields every image of the mesh once as a Markdown list, with its clusters unless all remotes use it. */
export function* imageList(model: PageModel, outputs: ClusterOutputs): Generator<string> {
  const clustersOf = new Map<string, string[]>();
  for (const { name } of [...model.primaries, ...model.remotes])
    for (const image of outputs.of(name).images) {
      const clusters = clustersOf.get(image);
      if (clusters === undefined) clustersOf.set(image, [name]);
      else clusters.push(name);
    }
  const remotes = model.remotes.map(({ name }) => name).join('\n');
  for (const [image, clusters] of [...clustersOf].sort(([left], [right]) => (left < right ? -1 : 1))) {
    const where = clusters.join('\n') === remotes ? 'all remote clusters' : someOf(clusters, MOST_CLUSTERS);
    yield `- ${plain(image)}: ${plain(where)}\n`;
  }
  if (model.injectedImages !== undefined) yield `- ${plain(model.injectedImages)}\n`;
}

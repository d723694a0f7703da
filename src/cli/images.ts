import type { ImageUse } from '../output/mesh-files';
import { visibleLine } from '../visible';
import { command, flagOption } from './command';
import { jsonText, MESH_OPTIONS, openMesh, showProblems } from './mesh-options';

export const imagesCommand = command({
  name: 'images',
  summary: 'List every image of the mesh, for a mirror.',
  help: `Prints every image that the manifests use, sorted, one per line: the images of Istio in the remote clusters and on the
primary, the images that the injection template adds to pods, and the images of injected workloads. Use the list to
mirror the images into your own registry first.

The list does not contain images of an injection template that you wrote, images that a pod asks for with an annotation,
and the sidecar of current Istio, because istiod on the primary chooses it.`,
  options: {
    config: MESH_OPTIONS.config,
    clusters: flagOption('Print the clusters behind each image, after a tab.'),
    json: flagOption('Print images and their clusters as JSON.'),
  },
  examples: [
    ['istio-remote images', 'list the images'],
    ['istio-remote images --clusters', 'list the images with the clusters that use them'],
  ],
  async run({ config, clusters, json }, terminal) {
    const { images } = await import('../output/mesh-files');
    const { output, line, warnings } = await openMesh(config);
    const found = images(output);
    showProblems(warnings, terminal);
    if (line.otherImages !== undefined) terminal.err(`${line.otherImages}\n`);
    terminal.out(json ? jsonText({ images: found }) : lines(found, clusters));
    return 0;
  },
});

function lines(found: readonly ImageUse[], withClusters: boolean): string {
  return found
    .map(({ image, clusters }) => `${visibleLine(image)}${withClusters ? `\t${clusters.join(' ')}` : ''}\n`)
    .join('');
}

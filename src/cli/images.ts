import type { ImageUse } from '../output/mesh-files';
import { visibleLine } from '../visible';
import { command, flagOption } from './command';
import { jsonText, MESH_OPTIONS, openMesh, showProblems } from './mesh-options';

export const imagesCommand = command({
  name: 'images',
  summary: 'List every image of the mesh, for a mirror.',
  help: `Prints every image that the manifests of the mesh name, sorted, one on each line: those of Istio in the remote clusters
and on the primary, those that the injection template puts into pods, and those of injected workloads. Made for mirroring
them into a registry of your own before the clusters ask for them.

Not in the list: what an injection template of your own names, an image that a pod asks for by annotation, and the
sidecar of current Istio, which istiod of the primary chooses.`,
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

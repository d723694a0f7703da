import type { Drawing } from '../page/drawing';
import { command, textOption } from './command';
import { MESH_OPTIONS, openMesh, showProblems } from './mesh-options';

/** The formats of a mesh's picture. */
const FORMATS = {
  mermaid: async () => (await import('../page/mermaid')).mermaid,
  dot: async () => (await import('../page/dot')).dot,
} as const satisfies Record<string, () => Promise<(picture: Drawing) => string>>;

const NAMES = Object.keys(FORMATS) as (keyof typeof FORMATS)[];

export const graphCommand = command({
  name: 'graph',
  summary: 'Print a picture of the mesh, for Mermaid or Graphviz.',
  help: `Prints the picture that dist/README.md shows: the primary with the addresses and ports of its control plane, and the
remote clusters with their versions, ranges and injection. If the mesh has several networks, each is a frame with its
clusters and its east-west gateways. If there are more than 40 remote clusters, clusters with the same options share one
box.

mermaid is text for Markdown. dot is text for Graphviz, which can make an SVG file from it.`,
  options: {
    config: MESH_OPTIONS.config,
    format: textOption(`What to print: ${NAMES.join(', ')}.`, { choices: NAMES, default: 'mermaid' }),
  },
  examples: [
    ['istio-remote graph', 'print the picture as Mermaid'],
    ['istio-remote graph --format dot | dot -Tsvg > mesh.svg', 'make an SVG file with Graphviz'],
  ],
  async run({ config, format }, terminal) {
    const { drawing } = await import('../page/drawing');
    const print = await FORMATS[format]();
    const { output, warnings } = await openMesh(config);
    showProblems(warnings, terminal);
    terminal.out(print(drawing(output.page())));
    return 0;
  },
});

import { GRAPH_FORMATS, type GraphFormat, graph } from '../commands/graph';
import { command } from './command';
import { MESH_OPTIONS, showProblems } from './shared-options';

const FORMATS = Object.keys(GRAPH_FORMATS) as GraphFormat[];

export const graphCommand = command({
  name: 'graph',
  summary: 'Print a picture of the mesh: Mermaid, Graphviz or SVG.',
  help: `Prints the picture that dist/README.md shows: the primary with the addresses and ports of its control plane, and
the remote clusters with their versions, ranges and injection. More than 40 remote clusters are drawn as one box for
each set of options.

mermaid is text for Markdown, dot is text for Graphviz, svg is a file that needs nothing else.`,
  options: {
    config: MESH_OPTIONS.config,
    format: {
      type: 'string',
      choices: FORMATS,
      default: 'mermaid',
      describe: `What to print: ${FORMATS.join(', ')}.`,
    },
  },
  examples: [
    ['istio-remote graph', 'print the picture as Mermaid'],
    ['istio-remote graph --format svg > mesh.svg', 'make a picture for a page without Mermaid'],
  ],
  run({ config, format }, terminal) {
    const { text, warnings } = graph(config, format);
    showProblems(warnings, terminal);
    terminal.out(text);
    return 0;
  },
});

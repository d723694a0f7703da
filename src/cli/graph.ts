import { GRAPH_FORMATS, type GraphFormat, graph } from '../commands/graph';
import { UserError } from '../problem';
import { command } from './command';
import { MESH_OPTIONS, showProblems } from './shared-options';

const FORMATS = Object.keys(GRAPH_FORMATS).join(', ');

export const graphCommand = command({
  name: 'graph',
  summary: 'Print a picture of the mesh: Mermaid, Graphviz or SVG.',
  help: `Prints the picture that dist/README.md shows: the primary with the addresses and ports of its control plane, and
the remote clusters with their versions, ranges and injection. More than 40 remote clusters are drawn as one box for
each set of options.

mermaid is text for Markdown, dot is text for Graphviz, svg is a file that needs nothing else.`,
  options: {
    config: MESH_OPTIONS.config,
    format: { type: 'string', default: 'mermaid', describe: `What to print: ${FORMATS}.` },
  },
  examples: [
    ['istio-remote graph', 'print the picture as Mermaid'],
    ['istio-remote graph --format svg > mesh.svg', 'make a picture for a page without Mermaid'],
  ],
  run({ config, format }, terminal) {
    if (!isFormat(format))
      throw new UserError(`--format: expected one of ${FORMATS}, got ${JSON.stringify(format)}. Write one`);
    const { text, warnings } = graph(config, format);
    showProblems(warnings, terminal);
    terminal.out(text);
    return 0;
  },
});

function isFormat(format: string): format is GraphFormat {
  return Object.hasOwn(GRAPH_FORMATS, format);
}

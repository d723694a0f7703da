import { meshFacts } from '../output/page-model';
import { dot } from '../page/dot';
import { drawing } from '../page/drawing';
import { mermaid } from '../page/mermaid';
import { svg } from '../page/svg';
import { validMesh } from './synth';

/** What a picture of a mesh can be printed as. */
export const GRAPH_FORMATS = { mermaid, dot, svg } as const;

/** A format of a picture. */
export type GraphFormat = keyof typeof GRAPH_FORMATS;

/** The picture of a mesh. @throws UserError with every error of the mesh */
export function graph(config: string, format: GraphFormat) {
  const { mesh, warnings } = validMesh(config);
  return { text: GRAPH_FORMATS[format](drawing(meshFacts(mesh))), warnings };
}

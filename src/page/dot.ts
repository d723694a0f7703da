import type { Box } from './boxes';
import type { Drawing } from './drawing';
import { type Arrow, MEANINGS, meaningOf, type PictureBox, type PicturePart } from './picture';

const ARROWS: Readonly<Record<Arrow['kind'], string>> = {
  calls: 'penwidth=1.5',
  reads: 'style=dashed, constraint=false',
  'both read': 'style=dashed, dir=both',
  traffic: 'style=solid',
  order: 'style=invis',
};

const SHAPES: Readonly<Record<PictureBox['shape'], string>> = {
  cluster: '',
  gateway: ', peripheries=2',
  callers: ', shape=ellipse',
};

/** Prints the picture as Graphviz text. */
export function dot(drawing: Drawing): string {
  const { title, notes, parts } = drawing;
  const lines = [
    `digraph mesh {`,
    `  label=${text([title, ...notes])};`,
    '  rankdir=LR; compound=true; labelloc=t; nodesep=0.3; ranksep=2;',
    '  graph [fontname="sans-serif", fontsize=12];',
    '  node [fontname="sans-serif", fontsize=11, shape=box, style="rounded,filled", fillcolor="#f3f6fb"];',
    '  edge [fontname="sans-serif", fontsize=10];',
    ...parts.flatMap(partLines).map(indented),
    ...arrowLines(drawing).map(indented),
  ];
  return `${lines.join('\n')}\n}\n`;
}

function partLines(part: PicturePart): string[] {
  if ('box' in part) return [`${part.id} [label=${boxText(part.box)}${SHAPES[part.shape]}];`];
  return [
    `subgraph cluster_${part.id} {`,
    `  label=${text([part.title])}; style="rounded,dashed";`,
    ...part.parts.flatMap(partLines).map(indented),
    '}',
  ];
}

/**
 * The first arrow of each meaning gets the label. An arrow of a frame belongs to a box inside it and is cut off at
 * the frame.
 */
function arrowLines({ parts, arrows, legend }: Drawing): string[] {
  const inside = new Map(parts.flatMap(innerBoxes));
  const firsts = new Map(
    MEANINGS.map((meaning) => [arrows.find((one) => meaningOf(one) === meaning), meaning]),
  );
  return arrows.map((arrow) => {
    const { from, to, kind } = arrow;
    const [tail = from, head = to] = [inside.get(from), inside.get(to)];
    const meaning = firsts.get(arrow);
    const said = legend.filter((entry) => entry.meaning === meaning).map((entry) => entry.text);
    const attributes = [
      ...(tail === from ? [] : [`ltail=cluster_${from}`]),
      ...(head === to ? [] : [`lhead=cluster_${to}`]),
      ARROWS[kind],
      ...(said.length === 0 ? [] : [`label=${text(said)}`]),
    ];
    return `${tail} -> ${head} [${attributes.join(', ')}];`;
  });
}

/** Returns the box in the middle of each frame. */
function innerBoxes(part: PicturePart): [frame: string, box: string][] {
  if ('box' in part) return [];
  const inner = part.parts.flatMap(innerBoxes);
  const middle = part.parts[Math.floor(part.parts.length / 2)];
  if (middle === undefined) return inner;
  return [[part.id, new Map(inner).get(middle.id) ?? middle.id], ...inner];
}

function boxText({ title, role, lines }: Box): string {
  return text([
    role === undefined ? title : `${title} (${role})`,
    ...lines.map((line) => (typeof line === 'string' ? line : `${line.strong} ${line.rest}`)),
  ]);
}

function indented(line: string): string {
  return `  ${line}`;
}

/** In quotes, Graphviz reads backslashes, and entities as in HTML. */
function text(lines: readonly string[]): string {
  const escaped = lines.map((line) =>
    line.replaceAll('&', '&amp;').replaceAll('\\', '\\\\').replaceAll('"', '\\"'),
  );
  return `"${escaped.join('\\n')}"`;
}

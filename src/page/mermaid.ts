import type { Box } from './boxes';
import type { Drawing, Frame } from './drawing';
import type { Graph } from './graph';

/** Remotes with arrows of their own: more of them would be a tangle. */
const MOST_ARROWS = 6;
/** Boxes side by side in a frame. */
const COLUMNS = 4;
/** Mermaid breaks lines of more pixels, anywhere. */
const WIDEST = 400;

/**
 * The picture as a Mermaid flowchart. Mermaid refuses more than 50,000 characters and more than 500 arrows: a drawing
 * has at most a third of either.
 */
export function mermaid(drawing: Drawing): string {
  const { title, description, primary, controlPlane, remotes, grouping, graph } = drawing;
  const count = remotes.reduce((sum, { boxes }) => sum + boxes.length, 0);
  const framed = count > MOST_ARROWS || remotes.some((frame) => frame.title !== undefined);
  return [
    '---',
    'config:',
    '  flowchart:',
    `    wrappingWidth: ${WIDEST}`,
    '---',
    'flowchart LR',
    `  accTitle: ${spoken(title)}`,
    `  accDescr: ${spoken(grouping === undefined ? description : `${description} ${grouping}`)}`,
    ...(graph === undefined
      ? [primaryNode(primary, controlPlane), ...(framed ? frames(remotes) : alone(remotes))]
      : graphLines(graph)),
    '',
  ].join('\n');
}

function primaryNode(primary: Box, controlPlane: readonly Box[]): string {
  return `  primary["${lines([
    `<b>${escaped(primary.title)}</b> (primary)`,
    ...primary.lines.map(escaped),
    ...controlPlane.flatMap((part) => [
      `<b>${escaped(part.title)}</b> ${escaped(part.lines[0] ?? '')}`,
      ...part.lines.slice(1).map(escaped),
    ]),
  ])}"]`;
}

const ARROWS = { calls: '==>', reads: '-.->', 'both read': '<-.->' } as const;

function graphLines({ frames, arrows }: Graph): string[] {
  return [
    ...frames.flatMap(({ title, nodes }, index) => {
      const boxes = nodes.map(({ id, box }) => `${id}[${label(box)}]`);
      return title === undefined
        ? boxes.map((box) => `  ${box}`)
        : [`  subgraph n${index} ["${escaped(title)}"]`, ...boxes.map((box) => `    ${box}`), '  end'];
    }),
    ...arrows.map(({ from, to, kind }) => `  ${from} ${ARROWS[kind]} ${to}`),
  ];
}

function alone(remotes: readonly Frame[]): string[] {
  return remotes
    .flatMap(({ boxes }) => boxes)
    .flatMap((box, index) => [`  r${index}[${label(box)}]`, ...arrows(`r${index}`)]);
}

/** One pair of arrows for each frame. Invisible links arrange its boxes in columns. */
function frames(remotes: readonly Frame[]): string[] {
  let count = 0;
  return remotes.flatMap(({ title = 'remote clusters', boxes }, index) => {
    const first = count;
    count += boxes.length;
    const chains = Array.from({ length: Math.min(COLUMNS, boxes.length) }, (_, column) =>
      boxes.map((_, place) => `r${first + place}`).filter((_, place) => place % COLUMNS === column),
    ).filter((chain) => chain.length > 1);
    return [
      `  subgraph n${index} ["${escaped(title)}"]`,
      '    direction TB',
      ...boxes.map((box, place) => `    r${first + place}[${label(box)}]`),
      ...chains.map((chain) => `    ${chain.join(' ~~~ ')}`),
      '  end',
      ...arrows(`n${index}`),
    ];
  });
}

function arrows(remote: string): string[] {
  return [`  primary -.-> ${remote}`, `  ${remote} ==> primary`];
}

function label({ title, lines: rest }: Box): string {
  return `"${lines([`<b>${escaped(title)}</b>`, ...rest.map(escaped)])}"`;
}

function lines(texts: readonly string[]): string {
  return texts.join('<br/>');
}

/**
 * Mermaid's own entities: everything that may mean something to Mermaid, HTML or Markdown becomes a number. What a letter
 * is beyond ASCII depends on the version of Node, and pages do not.
 */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:/()…-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** Mermaid reads titles for screen readers as they are, up to the end of the line. */
function spoken(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:/()…-]/gu, ' ');
}

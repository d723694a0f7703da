import type { Box, BoxLine } from './boxes';
import type { Drawing } from './drawing';
import type { Arrow, PictureBox, PictureFrame, PicturePart } from './picture';

/** Boxes side by side in a frame, if it is the only one with columns. */
const COLUMNS = 4;
/** Boxes side by side in each of several frames. */
const NARROW_COLUMNS = 2;
/** Pixels. Mermaid breaks longer lines anywhere. */
const WIDEST = 400;

const ARROWS: Readonly<Record<Arrow['kind'], string>> = {
  calls: '==>',
  reads: '-.->',
  'both read': '<-.->',
  traffic: '-->',
  order: '~~~',
};

/** Double lines at the sides of a gateway, and round ends for boxes outside the mesh. */
const BRACKETS: Readonly<Record<PictureBox['shape'], readonly [open: string, close: string]>> = {
  cluster: ['[', ']'],
  gateway: ['[[', ']]'],
  callers: ['([', '])'],
};

/**
 * Prints the picture as a Mermaid flowchart. Mermaid refuses more than 50,000 characters and more than 500 arrows; a
 * drawing has at most a third of either.
 */
export function mermaid({ title, description, notes, parts, arrows }: Drawing): string {
  return [
    '---',
    'config:',
    '  flowchart:',
    `    wrappingWidth: ${WIDEST}`,
    '---',
    'flowchart LR',
    `  accTitle: ${spoken(title)}`,
    `  accDescr: ${spoken([description, ...notes].join(' '))}`,
    ...body(parts, arrows),
    '',
  ].join('\n');
}

/** Returns each box or frame and, after it, the arrows with both ends drawn. */
function body(parts: readonly PicturePart[], arrows: readonly Arrow[]): string[] {
  const columns = parts.flatMap(columnFrames).length > 1 ? NARROW_COLUMNS : COLUMNS;
  const known = new Set<string>();
  let waiting = arrows;
  return parts.flatMap((part) => {
    for (const id of idsOf(part)) known.add(id);
    const isReady = ({ from, to }: Arrow) => known.has(from) && known.has(to);
    const ready = waiting.filter(isReady);
    waiting = waiting.filter((arrow) => !isReady(arrow));
    return [
      ...partLines(part, columns),
      ...ready.map(({ from, to, kind }) => `${from} ${ARROWS[kind]} ${to}`),
    ].map(indented);
  });
}

function idsOf(part: PicturePart): string[] {
  return [part.id, ...('parts' in part ? part.parts.flatMap(idsOf) : [])];
}

function columnFrames(part: PicturePart): PictureFrame[] {
  if ('box' in part) return [];
  return part.columns ? [part] : part.parts.flatMap(columnFrames);
}

function partLines(part: PicturePart, columns: number): string[] {
  return 'parts' in part ? frameLines(part, columns) : [boxLine(part)];
}

/** Returns the lines of a frame. Invisible links arrange its boxes in columns. */
function frameLines(frame: PictureFrame, columns: number): string[] {
  const ids = frame.columns ? frame.parts.map(({ id }) => id) : [];
  const chains = Array.from({ length: Math.min(columns, ids.length) }, (_, column) =>
    ids.filter((_, place) => place % columns === column),
  ).filter((chain) => chain.length > 1);
  return [
    `subgraph ${frame.id} ["${escaped(frame.title)}"]`,
    ...(frame.columns ? ['  direction TB'] : []),
    ...frame.parts.flatMap((part) => partLines(part, columns)).map(indented),
    ...chains.map((chain) => `  ${chain.join(' ~~~ ')}`),
    'end',
  ];
}

function boxLine({ id, shape, box }: PictureBox): string {
  const [open, close] = BRACKETS[shape];
  return `${id}${open}${label(box)}${close}`;
}

function label({ title, role, lines }: Box): string {
  const first = `<b>${escaped(title)}</b>${role === undefined ? '' : ` (${escaped(role)})`}`;
  return `"${[first, ...lines.map(boxText)].join('<br/>')}"`;
}

function boxText(line: BoxLine): string {
  return typeof line === 'string' ? escaped(line) : `<b>${escaped(line.strong)}</b> ${escaped(line.rest)}`;
}

function indented(line: string): string {
  return `  ${line}`;
}

/**
 * Escapes a text with Mermaid's own entities: every character that may have a meaning in Mermaid, HTML or Markdown
 * becomes a number. Characters beyond ASCII become numbers too: Node versions disagree about letters, and pages must
 * not.
 */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:/()…-]/gu, (character) => `#${character.codePointAt(0)};`);
}

/** Mermaid reads titles for screen readers literally, up to the end of the line. */
function spoken(text: string): string {
  return text.replace(/[^A-Za-z0-9 .,:/()…-]/gu, ' ');
}

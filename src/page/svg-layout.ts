import type { Box, Drawing } from './drawing';

/** A rectangle in pixels. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox {
  readonly box: Box;
  readonly place: Place;
}

export interface PlacedFrame {
  readonly title: string;
  /** Beside the lines that run down the frame. */
  readonly titleX: number;
  readonly place: Place;
}

/** Where everything of a picture stands. */
export interface Layout {
  readonly width: number;
  /** Where the legend begins. */
  readonly bottom: number;
  readonly primary: Place;
  readonly controlPlane: readonly PlacedBox[];
  readonly frames: readonly PlacedFrame[];
  /** Columns of remotes, each with the line that leads to its boxes. */
  readonly columns: readonly Column[];
  /** Height of the line that joins the primary and the columns. */
  readonly busY: number;
}

/** Boxes below each other, joined by one vertical line on their left. */
export interface Column {
  readonly trunkX: number;
  readonly boxes: readonly PlacedBox[];
}

export const LINE = 16;
const PADDING = 10;
const MARGIN = 24;
const GAP = 14;
/** Between columns, where their lines run. */
const CHANNEL = 44;
const BUS_Y = 66;
const TOP = 96;
const FRAME_TITLE = 24;

/** Primary on the left, remotes in columns on the right, frames of networks below each other. */
export function layout({ primary, controlPlane, remotes }: Drawing): Layout {
  const inner = Math.max(...controlPlane.map(widthOf), widthOf(primary) - 2 * PADDING);
  const head = heightOf(primary);
  const placed = stacked(controlPlane, MARGIN + PADDING, TOP + head, inner);
  const primaryPlace: Place = {
    x: MARGIN,
    y: TOP,
    width: inner + 2 * PADDING,
    height: (bottomOf(placed) ?? TOP + head - PADDING) - TOP + PADDING,
  };
  const boxes = remotes.flatMap((frame) => frame.boxes);
  const width = Math.max(...boxes.map(widthOf));
  const left = MARGIN + primaryPlace.width + CHANNEL;
  const columnCount = boxes.length <= 5 ? 1 : boxes.length <= 12 ? 2 : boxes.length <= 24 ? 3 : 4;
  const boxX = (column: number) => left + PADDING + CHANNEL + column * (width + CHANNEL);
  const columns: PlacedBox[][] = Array.from({ length: columnCount }, () => []);
  const frames: PlacedFrame[] = [];
  const right = boxX(columnCount - 1) + width + PADDING;
  let y = TOP;
  for (const { title, boxes: own } of remotes) {
    const top = y + (title === undefined ? 0 : FRAME_TITLE);
    let bottom = top;
    for (const [column, some] of shared(own, columnCount).entries()) {
      const here = stacked(some, boxX(column), top, width);
      columns[column]?.push(...here);
      bottom = Math.max(bottom, bottomOf(here) ?? bottom);
    }
    if (title !== undefined) {
      bottom += PADDING;
      frames.push({ title, titleX: boxX(0), place: { x: left, y, width: right - left, height: bottom - y } });
    }
    y = bottom + GAP;
  }
  return {
    width: right + MARGIN,
    bottom: Math.max(y, primaryPlace.y + primaryPlace.height + GAP),
    primary: primaryPlace,
    controlPlane: placed,
    frames,
    columns: columns
      .map((some, column) => ({ trunkX: boxX(column) - CHANNEL / 2, boxes: some }))
      .filter((column) => column.boxes.length > 0),
    busY: BUS_Y,
  };
}

/** Row by row, so that the order of reading is that of mesh.yaml. */
function shared(boxes: readonly Box[], columns: number): Box[][] {
  return Array.from({ length: columns }, (_, column) =>
    boxes.filter((_, index) => index % columns === column),
  );
}

function stacked(boxes: readonly Box[], x: number, top: number, width: number): PlacedBox[] {
  let y = top;
  return boxes.map((box) => {
    const place = { x, y, width, height: heightOf(box) };
    y += place.height + GAP;
    return { box, place };
  });
}

function bottomOf(boxes: readonly PlacedBox[]): number | undefined {
  const last = boxes.at(-1)?.place;
  return last === undefined ? undefined : last.y + last.height;
}

function heightOf({ lines }: Box): number {
  return (1 + lines.length) * LINE + 2 * PADDING;
}

/** Nobody knows the reader's font: wide enough for most. */
function widthOf({ title, lines }: Box): number {
  return Math.max(90, textWidth(title, 8), ...lines.map((line) => textWidth(line, 6.9))) + 2 * PADDING;
}

function textWidth(text: string, each: number): number {
  let width = 0;
  // Chinese and its neighbours take two columns.
  for (const character of text) width += (character.codePointAt(0) ?? 0) >= 0x1100 ? each * 1.8 : each;
  return Math.ceil(width);
}

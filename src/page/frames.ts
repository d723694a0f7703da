import { groupedBy } from './page-model';
import type { PictureBox, PictureFrame, PicturePart } from './picture';
import type { Place } from './places';

/** A box and its place. */
export interface Entry {
  readonly node: PictureBox;
  /** The frame of its network. Undefined if it has none. */
  readonly place: Place | undefined;
  /**
   * The place of boxes with the same arrows. Boxes in one place may share a frame.
   * @default - the box has its own arrows
   */
  readonly alike?: Place | undefined;
}

/** Boxes in their frames. */
interface Arranged {
  readonly parts: readonly PicturePart[];
  /** Returns the end of a box's arrows: the box itself, or a frame around it. */
  endOf(id: string): string;
}

/** With more boxes of remotes, separate arrows would be a tangle. */
const MOST_ARROWS = 6;

/**
 * Returns a frame for each place, in order of appearance. If many boxes have the same arrows, an inner frame has
 * them: neither Mermaid nor Graphviz draws an arrow from a frame to a box inside it.
 */
export function arrange(entries: readonly Entry[]): Arranged {
  const shares = entries.filter(({ alike }) => alike !== undefined).length > MOST_ARROWS;
  const ends = new Map<string, string>();
  let frames = 0;
  const nextFrame = () => `n${frames++}`;

  const alikeParts = (alike: Place | undefined, boxes: readonly PictureBox[]): readonly PicturePart[] => {
    if (alike === undefined || !shares || boxes.length === 1) return boxes;
    const id = nextFrame();
    for (const box of boxes) ends.set(box.id, id);
    return [{ id, title: alike.title, parts: boxes, columns: true }];
  };
  const placeParts = (place: Place | undefined, members: readonly Entry[]): readonly PicturePart[] => {
    const id = place === undefined ? undefined : nextFrame();
    const parts = [...groupedBy(members, ({ alike }) => alike)].flatMap(([alike, some]) =>
      alikeParts(
        alike,
        some.map(({ node }) => node),
      ),
    );
    if (id === undefined || place === undefined) return parts;
    return [{ id, title: place.title, parts, columns: false } satisfies PictureFrame];
  };
  const parts = [...groupedBy(entries, ({ place }) => place)].flatMap(([place, members]) =>
    placeParts(place, members),
  );
  return { parts, endOf: (id) => ends.get(id) ?? id };
}

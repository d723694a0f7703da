import type { Box } from './boxes';

/** A box with an id that arrows use. */
export interface PictureBox {
  readonly id: string;
  readonly shape: 'cluster' | 'gateway' | 'callers';
  readonly box: Box;
}

/** A frame around boxes and other frames. Arrows use its id too, but none leads from a frame to a part inside it. */
export interface PictureFrame {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly PicturePart[];
  /** Whether it contains only boxes, which may be arranged in columns. */
  readonly columns: boolean;
}

/** A part of a picture. */
export type PicturePart = PictureBox | PictureFrame;

/** Meanings of arrows, in the order of the legend. */
export const MEANINGS = ['calls', 'reads', 'traffic'] as const;

/** One of {@link MEANINGS}. */
export type Meaning = (typeof MEANINGS)[number];

/** An arrow between two boxes or frames. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `both read` has two heads. `order` is invisible and only sets the layout's order. */
  readonly kind: Meaning | 'both read' | 'order';
}

/** Returns the meaning of an arrow. */
export function meaningOf({ kind }: Arrow): Meaning | undefined {
  if (kind === 'order') return undefined;
  return kind === 'both read' ? 'reads' : kind;
}

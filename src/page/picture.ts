import type { Box } from './boxes';

/** A box with an id that arrows use. */
export interface PictureBox {
  readonly id: string;
  readonly shape: 'cluster' | 'gateway' | 'callers';
  readonly box: Box;
}

/** A frame around boxes and other frames. Arrows use its id too, but none leads from a frame to what is inside it. */
export interface PictureFrame {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly PicturePart[];
  /** Whether its parts are boxes alone, which may be arranged in columns. */
  readonly columns: boolean;
}

/** What a picture is made of. */
export type PicturePart = PictureBox | PictureFrame;

/** What arrows mean, in the order of the legend. */
export const MEANINGS = ['calls', 'reads', 'traffic'] as const;

/** One of {@link MEANINGS}. */
export type Meaning = (typeof MEANINGS)[number];

/** An arrow between two boxes or frames. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** `both read` has two heads. Nobody sees `order`: it says what comes before what. */
  readonly kind: Meaning | 'both read' | 'order';
}

/** What the arrows of a kind mean. */
export function meaningOf({ kind }: Arrow): Meaning | undefined {
  if (kind === 'order') return undefined;
  return kind === 'both read' ? 'reads' : kind;
}

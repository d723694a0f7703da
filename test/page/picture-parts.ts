import type { PictureBox, PictureFrame, PicturePart } from '../../src/page/picture';

/** The boxes of a picture, those in frames too. */
export function boxesOf(parts: readonly PicturePart[]): PictureBox[] {
  return parts.flatMap((part) => ('box' in part ? [part] : boxesOf(part.parts)));
}

/** The frames of a picture, those in frames too. */
export function framesOf(parts: readonly PicturePart[]): PictureFrame[] {
  return parts.flatMap((part) => ('box' in part ? [] : [part, ...framesOf(part.parts)]));
}

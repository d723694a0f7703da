/** From here on, index `index` of a derived text is offset `offset` of its source. */
export interface Mark {
  readonly index: number;
  readonly offset: number;
}

/** The source offset of an index into a text that was derived piece by piece; `marks` are in order, from index 0. */
export function sourceOffset(marks: readonly Mark[], index: number): number {
  let low = 0;
  let high = marks.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.index ?? 0) <= index) low = middle;
    else high = middle;
  }
  const mark = marks[low];
  return mark === undefined ? index : mark.offset + index - mark.index;
}

/** A credential in a text: its place and kind, never the secret itself. */
export interface Finding {
  /** Offset in UTF-16 units from the start of the text. */
  readonly offset: number;
  /** A noun phrase without an article. */
  readonly what: string;
}

/** The rest of what a scan may decode. All nested scans share it, so that hostile input costs linear time. */
export interface DecodingBudget {
  decodedChars: number;
  gunzips: number;
}

/** From here on, index `index` of a derived text is offset `offset` of its source. */
export interface Segment {
  readonly index: number;
  readonly offset: number;
}

/**
 * Returns the source offset of an index in a text that was derived piece by piece. `segments` are sorted, from index
 * 0.
 */
export function sourceOffset(segments: readonly Segment[], index: number): number {
  let low = 0;
  let high = segments.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((segments[middle]?.index ?? 0) <= index) low = middle;
    else high = middle;
  }
  const segment = segments[low];
  return segment === undefined ? index : segment.offset + index - segment.index;
}

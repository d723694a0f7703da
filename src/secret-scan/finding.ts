/** A place in a text that gives a credential away; the secret itself is never carried along. */
export interface Finding {
  /** Offset in UTF-16 units from the start of the text. */
  readonly offset: number;
  /** What was found, as a noun phrase without an article. */
  readonly what: string;
}

/** What a scan may still spend on decoding, shared by all its nested scans so that hostile input stays linear. */
export interface DecodingBudget {
  decodedChars: number;
  gunzips: number;
}

/** From here on, index `index` of a derived text is offset `offset` of its source. */
export interface Segment {
  readonly index: number;
  readonly offset: number;
}

/** The source offset of an index into a text that was derived piece by piece; `segments` are in order, from index 0. */
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

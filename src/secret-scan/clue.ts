/** A place in a text that gives a credential away; the secret itself is never carried along. */
export interface Clue {
  /** Offset in UTF-16 units from the start of the text. */
  readonly offset: number;
  /** What was found, as a noun phrase without an article. */
  readonly what: string;
}

/** What a scan may still spend on decoding, shared by all its nested scans so that hostile input stays linear. */
export interface Allowance {
  decodedChars: number;
  gunzips: number;
}

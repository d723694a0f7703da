import { errorAt, UserError } from '../../problem';

/** The text after `--set`, `--set-string` or `--set-json`, read from left to right. */
export class SetText {
  /** Number of characters read so far. */
  offset = 0;

  constructor(
    readonly flag: string,
    readonly text: string,
  ) {}

  /** Whether the whole text has been read. */
  get ended(): boolean {
    return this.offset >= this.text.length;
  }

  /** Reads the next character if it is one of `characters`. */
  take(characters: string): boolean {
    const found = !this.ended && characters.includes(this.text.charAt(this.offset));
    if (found) this.offset += 1;
    return found;
  }

  /**
   * Reads up to and including the next of `stops`. A backslash makes the next character an ordinary one. `stop` is
   * empty if the text ended first.
   */
  until(stops: string): { readonly word: string; readonly stop: string } {
    let word = '';
    while (!this.ended) {
      const escaped = this.text.charAt(this.offset) === '\\';
      if (escaped) this.offset += 1;
      const character = this.text.charAt(this.offset);
      this.offset += 1;
      if (!escaped && stops.includes(character)) return { word, stop: character };
      word += character;
    }
    return { word, stop: '' };
  }

  /** Returns an error at `offset`, by default at the current place. */
  error(message: string, fix: string, offset: number = Math.min(this.offset, this.text.length)): UserError {
    const file = `${this.flag} ${JSON.stringify(this.text)} at character ${offset + 1}`;
    return new UserError([{ ...errorAt([], message, fix), file }]);
  }
}

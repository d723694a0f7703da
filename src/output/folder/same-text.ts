import { closeSync, constants, openSync, readSync } from 'node:fs';

const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW;

/**
 * Tells whether files hold given texts. Two buffers serve all files: neither is allocated again for the next one,
 * and a text that many clusters share is encoded once.
 */
export class TextComparer {
  private wanted = Buffer.alloc(0);
  private found = Buffer.alloc(0);
  private text: string | undefined;
  private size = 0;

  /** True when the file holds exactly the UTF-8 bytes of `text`. Throws Node's error when it cannot be read. */
  holds(file: string, text: string): boolean {
    this.encode(text);
    // One byte more than wanted also notices a longer file, without asking for its size.
    const length = this.read(file, this.size + 1);
    return length === this.size && this.found.compare(this.wanted, 0, length, 0, length) === 0;
  }

  private encode(text: string): void {
    if (text === this.text) return;
    const atMost = text.length * 3;
    if (this.wanted.length < atMost) {
      this.wanted = Buffer.allocUnsafeSlow(atMost);
      this.found = Buffer.allocUnsafeSlow(atMost + 1);
    }
    this.size = this.wanted.write(text);
    this.text = text;
  }

  private read(file: string, atMost: number): number {
    const descriptor = openSync(file, READ_ONLY);
    try {
      return readSync(descriptor, this.found, 0, atMost, null);
    } finally {
      closeSync(descriptor);
    }
  }
}

import { findCredentials } from '../../secret-scan/find-credentials';
import { oneLine } from './cluster';

/** Formats a URL for messages, without login, query and fragment. */
export function shownUrl(text: string): string {
  if (!URL.canParse(text)) return 'an invalid URL';
  const url = new URL(text);
  return `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
}

/** The secrets of a connection, which no message may repeat. */
export class Secrets {
  private readonly values = new Set<string>();

  add(value: unknown): void {
    if (typeof value === 'string' && value.trim().length > 3) this.values.add(value.trim());
  }

  /**
   * Makes text from elsewhere fit for a message: one short line. Returns undefined if it contains a secret of the
   * connection, or anything that looks like one.
   */
  safe(text: unknown): string | undefined {
    if (typeof text !== 'string' || text === '') return undefined;
    for (const value of this.values) if (text.includes(value)) return undefined;
    if (findCredentials(text).length > 0) return undefined;
    const line = oneLine(text);
    return line.length > 300 ? `${line.slice(0, 299)}…` : line;
  }
}

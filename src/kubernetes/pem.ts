/** One block of a PEM text. */
export interface PemBlock {
  /** The word after BEGIN, for example CERTIFICATE. */
  readonly type: string;
  /** Whether lines with a colon follow BEGIN. Go skips such certificates. */
  readonly hasHeaders: boolean;
  readonly bytes: Buffer;
  /** The lines of the block, each with a line feed. */
  readonly text: string;
  /** Line of BEGIN, from 1. */
  readonly line: number;
}

/** The blocks that Go reads from a text, and what it skips although it looks like PEM. */
export interface PemReading {
  readonly blocks: readonly PemBlock[];
  /** Each completes "expected PEM, got …" and includes the line. */
  readonly faults: readonly string[];
}

const BEGIN = '-----BEGIN ';
const END = '-----END ';
const DASHES = '-----';
/** Limit of characters of a type that a message repeats. */
const LONGEST_TYPE = 40;

/**
 * Reads PEM as Go does, the language of Istio, API servers and kubectl: BEGIN and END are lines of their own, with
 * padded base64 between them. Text around blocks is skipped. OpenSSL is more lenient. Source: Go 1.24 and 1.26,
 * encoding/pem/pem.go (Decode). The two versions only differ in broken blocks.
 */
export function readPem(text: string): PemReading {
  const blocks: PemBlock[] = [];
  const faults: string[] = [];
  const lines = linesOf(text);
  let begin: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(BEGIN) && line.endsWith(DASHES) && line.length >= BEGIN.length + DASHES.length) {
      if (begin !== undefined) faults.push(withoutEnd(begin));
      begin = index;
    } else if (begin === undefined || line.startsWith(END)) {
      const read = begin === undefined ? undefined : blockOf(lines.slice(begin, index + 1), begin + 1);
      if (typeof read === 'object') blocks.push(read);
      const fault = typeof read === 'string' ? read : strayBegin(line, index + 1);
      if (fault !== undefined) faults.push(fault);
      begin = undefined;
    }
  }
  if (begin !== undefined) faults.push(withoutEnd(begin));
  return { blocks, faults };
}

function withoutEnd(begin: number): string {
  return `a BEGIN without END in line ${begin + 1}`;
}

/**
 * Splits a text into lines as Go does: it removes a line feed with at most one carriage return before it, then
 * blanks.
 */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.length - 1;
  return lines.map((line, index) =>
    withoutBlanks(index < last && line.endsWith('\r') ? line.slice(0, -1) : line),
  );
}

function withoutBlanks(line: string): string {
  let end = line.length;
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end -= 1;
  return line.slice(0, end);
}

/** Returns the block in lines from BEGIN to END, or what is wrong with it. */
function blockOf(lines: readonly string[], line: number): PemBlock | string {
  const type = (lines[0] ?? '').slice(BEGIN.length, -DASHES.length);
  const last = lines.at(-1) ?? '';
  const lastLine = line + lines.length - 1;
  if (last !== `${END}${type}${DASHES}`)
    return last.includes(BEGIN)
      ? `END and BEGIN together in line ${lastLine}, which is neither for Go`
      : `something other than ${END}${type.slice(0, LONGEST_TYPE)}${DASHES} in line ${lastLine}`;
  const body = lines.slice(1, -1);
  const headers = body.findIndex((text) => !text.includes(':'));
  const count = headers === -1 ? body.length : headers;
  const bytes = base64Bytes(body.slice(count).join('\n').replace(/[ \t]/g, ''));
  if (bytes === undefined) return `something other than base64 between the lines ${line} and ${lastLine}`;
  return { type, hasHeaders: count > 0, bytes, text: `${lines.join('\n')}\n`, line };
}

/** Says what is wrong with a BEGIN that is no line of its own. */
function strayBegin(line: string, number: number): string | undefined {
  if (!line.includes(BEGIN)) return undefined;
  return line.startsWith(BEGIN)
    ? `a line ${number} that does not end after BEGIN`
    : `a line ${number} that does not start with BEGIN`;
}

/**
 * Decodes base64 as Go does: padding is required, and only line ends may be between the characters. Undefined for
 * anything else. Source: Go 1.26, encoding/base64 (StdEncoding).
 */
export function base64Bytes(text: string): Buffer | undefined {
  const packed = text.replace(/[\r\n]/g, '');
  if (packed.length % 4 !== 0 || !/^[A-Za-z\d+/]*={0,2}$/.test(packed)) return undefined;
  return Buffer.from(packed, 'base64');
}

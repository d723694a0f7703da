import { looksLikeCredential } from '../../src/credential-like';
import { findCredentials } from '../../src/secret-scan/find-credentials';

/** The reader of a page while a transcript is recorded. */
export interface Session {
  /** Writes a file, or appends text to it. */
  write(file: string, text: string, mode: 'whole' | 'added'): void;
  /** Types a command. @returns the terminal's output, which ends with a line break unless it is empty */
  type(command: string): Promise<string>;
}

const BLOCK = /^```(console|yaml)\n([\s\S]*?)^```$/gm;
/** The first line of a block of YAML that is no mesh: `# web.yaml`, or `# mesh.yaml, at its end`. */
const FILE = /^# (\S+\.yaml)(, at its end)?\n/;

/**
 * Follows a part of a page from top to bottom: writes its YAML to files and types the text after `$ `.
 * @param heading of the second level, for example `Istio 1.0`
 * @returns the page with the session's output below each command
 * @throws Error if the page has no such part, or if output may be a credential
 */
export async function recorded(page: string, heading: string, session: Session): Promise<string> {
  const { start, end } = partOf(page, heading);
  let made = page.slice(0, start);
  let done = start;
  for (const { 0: block, 1: language, 2: code = '', index } of page.slice(start, end).matchAll(BLOCK)) {
    made += page.slice(done, start + index);
    done = start + index + block.length;
    if (language === 'yaml') writeFile(code, session);
    made += language === 'yaml' ? block : `\`\`\`console\n${await typed(code, session)}\`\`\``;
  }
  return made + page.slice(done);
}

function partOf(page: string, heading: string): { start: number; end: number } {
  const start = page.indexOf(`\n## ${heading}\n`);
  if (start < 0) throw new Error(`the page has no part "${heading}"`);
  const next = page.indexOf('\n## ', start + 1);
  return { start, end: next < 0 ? page.length : next };
}

function writeFile(code: string, session: Session): void {
  const [line = '', file = 'mesh.yaml', atEnd] = FILE.exec(code) ?? [];
  session.write(file, code.slice(line.length), atEnd === undefined ? 'whole' : 'added');
}

/**
 * Returns the commands of a block, each with its current output. A backslash continues a command on the next line.
 */
async function typed(code: string, session: Session): Promise<string> {
  let made = '';
  for (const [command] of code.matchAll(/^\$ (?:.*\\\n)*.*\n/gm)) {
    const output = await session.type(command.slice(2).trimEnd());
    if (/^(?:\$ |```|## )/m.test(output)) throw new Error(`a page cannot show this output of ${command}`);
    refuseCredentials(command, output);
    made += command + output;
  }
  return made;
}

function refuseCredentials(command: string, output: string): void {
  const found = findCredentials(output).length > 0 || output.split('\n').some(looksLikeCredential);
  if (found) throw new Error(`the output may have a credential: ${command}`);
}

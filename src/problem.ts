import { looksLikeCredential } from './credential-like';
import { someOf } from './some-of';
import { visibleLine } from './visible';

/** Steps from the top of a file to a value: keys of maps and 0-based positions in lists. */
export type Path = readonly (string | number)[];

/** A place in a text, both counted from 1. */
export interface Position {
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1. */
  readonly column: number;
}

/** The clusters and places of a value merged from `defaults` and a remote. */
export interface MergedValue {
  /** Ids of the remotes. */
  readonly clusters: readonly string[];
  /**
   * Other places that the problem also follows from: in the remote if the problem is at a default, else in
   * `defaults`.
   */
  readonly with: readonly { readonly path: Path; readonly position?: Position }[];
}

/** A mistake in the input or, as a warning, something doubtful. */
export interface Problem {
  /** Errors stop the command; warnings do not. */
  readonly severity: 'error' | 'warning';
  /** Path in the file, as keys and indexes. Empty for the whole file. */
  readonly path: Path;
  /** Whether the key itself is wrong instead of its value. @default false */
  readonly atKey?: boolean;
  /** What was expected and what was found, in one sentence without the place. */
  readonly message: string;
  /** What to do about it, in one sentence. */
  readonly fix?: string;
  /** Values elsewhere that the problem follows from. If one of them is invalid, this problem is not reported. */
  readonly reliesOn?: readonly Path[];
  /** If the value is merged from `defaults` and a remote: its remotes, and the place on the other side. */
  readonly merged?: MergedValue;
  /** File of the problem, as the user wrote it. */
  readonly file?: string;
  /** Place in the file. Undefined if the problem concerns no file, or the whole file. */
  readonly position?: Position;
}

/**
 * Returns an error at `path`. The loader adds line and column.
 * @param reliesOn paths that the error follows from: if one of them is invalid, the error is not reported
 */
export function errorAt(path: Path, message: string, fix?: string, ...reliesOn: readonly Path[]): Problem {
  const error: Problem = { severity: 'error', path, message, ...(fix === undefined ? {} : { fix }) };
  return reliesOn.length === 0 ? error : { ...error, reliesOn };
}

/** Returns an error about a whole file. */
export function errorIn(file: string, message: string, fix: string): Problem {
  return { ...errorAt([], message, fix), file };
}

/** Returns a warning at `path`, like {@link errorAt}. */
export function warningAt(...problem: Parameters<typeof errorAt>): Problem {
  return asWarning(errorAt(...problem));
}

/** Returns the problem as a warning, which stops nothing. */
export function asWarning(problem: Problem): Problem {
  return { ...problem, severity: 'warning' };
}

/** Returns the problem so that it is not reported if one of `paths` is invalid. */
export function relyingOn(problem: Problem, ...paths: readonly Path[]): Problem {
  return { ...problem, reliesOn: paths };
}

/** Formats `primary.addresses.pilot` or `remotes[2].name`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const hidden = looksLikeCredential(step);
    const key = hidden ? '(hidden)' : /^[\w-]{1,80}$/.test(step) ? step : quoted(step);
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** Formats a problem as one line: `mesh.yaml:14:12 primary.addresses.pilot: expected …, got …. Use …`. */
export function problemText(problem: Problem): string {
  const { file, position, path, severity, fix } = problem;
  const message = problem.message + mergedText(problem.merged);
  const place = [file, position?.line, position?.column].filter((part) => part !== undefined).join(':');
  const head = [place, pathText(path)].filter((part) => part !== '').join(' ');
  const body = `${severity === 'warning' ? 'warning: ' : ''}${message}${fix === undefined ? '' : `. ${fix}`}`;
  return visibleLine(head === '' ? body : `${head}: ${body}`);
}

/** Limit of problems of one kind, and of all kinds together. */
const MOST_OF_KIND = 50;
const MOST = 500;

/** Formats one line for each problem. Of thousands, prints the first ones of each kind. */
export function problemsText(problems: readonly Problem[]): string {
  const found = new Map<string, number>();
  const first = problems.filter((problem) => {
    const kind = kindOf(problem);
    const count = (found.get(kind) ?? 0) + 1;
    found.set(kind, count);
    return count <= MOST_OF_KIND;
  });
  const shown = first.slice(0, MOST).map(problemText);
  const more = problems.length - shown.length;
  return (more === 0 ? shown : [...shown, `… and ${more} more like these`]).join('\n');
}

/** Problems at the same field, whatever the index of the item, are of one kind. All unknown keys of a map are of one kind too. */
function kindOf({ severity, path, atKey, message }: Problem): string {
  const steps = (atKey === true ? path.slice(0, -1) : path).filter((step) => typeof step === 'string');
  return [severity, ...(path.length === 0 ? [message] : steps)].join('\n');
}

/** Limit of clusters in a message. */
const MOST_CLUSTERS = 3;

function mergedText(merged: MergedValue | undefined): string {
  if (merged === undefined) return '';
  const places = merged.with.map(({ path, position }) =>
    position === undefined ? pathText(path) : `${pathText(path)} at ${position.line}:${position.column}`,
  );
  return ` (${[someOf(merged.clusters, MOST_CLUSTERS), ...places].join(', with ')})`;
}

/** Longer texts are not quoted, even in part. */
const LONGEST_QUOTED = 1000;

/**
 * Formats a value of the input for messages, shortened and quoted on one line. Removes login and query of a URL, and
 * hides anything that looks like a credential.
 */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'a map';
  // Nobody would recognize it, and the patterns below would take long.
  if (typeof value === 'string' && value.length > LONGEST_QUOTED)
    return `a text of ${value.length} characters`;
  const shown = typeof value === 'string' ? withoutLogin(value) : value;
  if (typeof shown === 'string' && looksLikeCredential(shown)) return 'a value that looks like a credential';
  const text = typeof shown === 'string' ? JSON.stringify(shown) : String(shown);
  // Cuts long texts well before their end: forty characters of a pasted key or token are useless.
  return text.length > 80 ? `${text.slice(0, 40)}…` : text;
}

/** Limit of characters of an {@link excerpt}. */
const LONGEST_EXCERPT = 24;

/** Formats a value of another file than mesh.yaml like {@link quoted}, in at most 24 characters. */
export function excerpt(value: unknown): string {
  const text = quoted(value);
  const isShown = typeof value !== 'object' && /^["\d-]/.test(text);
  return isShown && text.length > LONGEST_EXCERPT ? `${text.slice(0, LONGEST_EXCERPT - 1)}…` : text;
}

/** Shortens or hides the quotes in another program's message about a file, like {@link excerpt}. */
export function withExcerpts(message: string): string {
  const cut = message.replace(
    /(["<])([^"<>]{21,})([">])/g,
    (_, open: string, part: string, close: string) => {
      return `${open}${looksLikeCredential(part) ? 'hidden' : `${part.slice(0, LONGEST_EXCERPT - 3)}…`}${close}`;
    },
  );
  return looksLikeCredential(cut) ? 'its message repeats what looks like a credential' : cut;
}

/**
 * Removes what may be a password, between a colon and the last `@` of a text, and the query of a URL, which may
 * contain a token.
 */
function withoutLogin(text: string): string {
  return text
    .replace(/^([a-z][\w+.-]*:\/\/)?.*[:\\].*@/is, '$1…@')
    .replace(/\/\/.*@/s, '//…@')
    .replace(/(\/\/[^?#]*[?#]).+/s, '$1…');
}

/**
 * An error in the input or the state. The command prints its message without a stack trace and exits 1. Every other
 * error is a bug.
 */
export class UserError extends Error {
  /** The problems in file order. A plain string is one problem without a place. */
  readonly problems: readonly Problem[] | string;

  /** @param problems the problems in file order, or one problem without a place as text */
  constructor(problems: readonly Problem[] | string) {
    super(typeof problems === 'string' ? problems : problemsText(problems));
    this.name = 'UserError';
    this.problems = problems;
  }
}

/** An error in the command line, before anything is read. The command exits 2. */
export class UsageError extends UserError {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/** Returns the code of a Node.js error, for example `ENOENT`. Undefined for every other error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Says what could not be done with a file. Other errors stay unchanged. */
export function fileError(
  path: string,
  done: 'followed' | 'made' | 'read' | 'written',
  error: unknown,
): unknown {
  const code = error instanceof UserError ? undefined : codeOf(error);
  if (code === undefined) return error;
  return new UserError(`${path}: cannot be ${done} (${code}). Check the path and its permissions`);
}

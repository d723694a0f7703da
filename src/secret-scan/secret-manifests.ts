import type { Finding } from './finding';
import { isPlaceholder } from './value';

/** A tag or an anchor may precede the word. */
const KIND_BEFORE = /kind["'\\]*[ \t]*:[ \t]*(?:[!&]\S*[ \t]+){0,2}["'\\]*$/;
const KEY = /["']?([\w./-]+)["']?[ \t]*:(?=[ \t\r]|$)[ \t]*/y;
const DATA = /^(?:data|stringData)$/;

/** Finds Secret manifests with values: one finding each, at the first value. A Secret without `data` has none. */
export function findSecretManifests(text: string): Finding[] {
  const findings: Finding[] = [];
  for (let at = text.indexOf('Secret'); at !== -1; at = text.indexOf('Secret', at + 6)) {
    if (!KIND_BEFORE.test(text.slice(Math.max(0, at - 48), at)) || /\w/.test(text.charAt(at + 6))) continue;
    const start = text.lastIndexOf('\n---', at) + 1;
    const next = text.indexOf('\n---', at);
    const end = next === -1 ? text.length : next;
    const commented = /^[ \t]*#/.test(text.slice(text.lastIndexOf('\n', at) + 1, at));
    const document = text.slice(start, end);
    for (const finding of [...findBlockSecrets(document, commented), ...findFlowSecrets(document)]) {
      findings.push({ offset: start + finding.offset, what: finding.what });
    }
    at = end;
  }
  return findings;
}

interface Mapping {
  /** Column of its keys, in block style. */
  readonly column: number;
  /** The mapping that contains this `data` or `stringData`. */
  readonly dataOf: Mapping | undefined;
  key: string;
  isSecret: boolean;
  firstValue: number | undefined;
}

function secretIn(mapping: Mapping | undefined): Finding[] {
  if (mapping?.isSecret !== true || mapping.firstValue === undefined) return [];
  return [{ offset: mapping.firstValue, what: 'Secret with data' }];
}

function findBlockSecrets(document: string, commented: boolean): Finding[] {
  const findings: Finding[] = [];
  const open: Mapping[] = [];
  const closeDeeperThan = (column: number): void => {
    for (let top = open.at(-1); top !== undefined && top.column > column; top = open.at(-1))
      findings.push(...secretIn(open.pop()));
  };
  let offset = 0;
  for (const line of document.split('\n')) {
    const entry = readLine(line, commented);
    if (entry !== undefined) {
      closeDeeperThan(entry.opensAt);
      if (entry.key !== undefined) enter(open, entry.column, entry.key, entry.value, offset + entry.column);
    }
    offset += line.length + 1;
  }
  closeDeeperThan(-1);
  return findings;
}

interface Entry {
  /** Column of the key, after any `- `. */
  readonly column: number;
  /** Mappings deeper than this column end here. */
  readonly opensAt: number;
  readonly key: string | undefined;
  readonly value: string;
}

function readLine(line: string, commented: boolean): Entry | undefined {
  const margin = (commented ? /^[ \t#]*/ : /^[ \t]*/).exec(line)?.[0].length ?? 0;
  if (line.startsWith('---', margin))
    return { column: margin, opensAt: margin - 1, key: undefined, value: '' };
  const dashes = /^(?:-[ \t]+)*/.exec(line.slice(margin, margin + 64))?.[0].length ?? 0;
  const column = margin + dashes;
  KEY.lastIndex = column;
  const key = KEY.exec(line);
  if (key?.[1] === undefined) return undefined;
  const value = line.slice(KEY.lastIndex, KEY.lastIndex + 300);
  return {
    column,
    opensAt: dashes > 0 ? margin : column,
    key: key[1],
    value: value.replace(/^["']|["',\s]+$/g, ''),
  };
}

function enter(open: Mapping[], column: number, key: string, value: string, offset: number): void {
  let mapping = open.at(-1);
  if (mapping === undefined || mapping.column < column) {
    const dataOf = mapping !== undefined && DATA.test(mapping.key) ? mapping : undefined;
    mapping = { column, dataOf, key, isSecret: false, firstValue: undefined };
    open.push(mapping);
  }
  mapping.key = key;
  if (key === 'kind' && /^(?:[!&]\S*[ \t]+){0,2}["']?Secret(?:["']?\s*#.*)?$/.test(value))
    mapping.isSecret = true;
  const holder = DATA.test(key) && /^(?:\{\s*[^\s}]|\*\w)/.test(value) ? mapping : mapping.dataOf;
  if (holder === undefined || holder.firstValue !== undefined) return;
  if (holder === mapping || /^[|>]/.test(value) || !isPlaceholder(value)) holder.firstValue = offset;
}

const TOKEN =
  /[{}]|(?<![\w./-])["']?([\w./-]+)["']?\s*:\s*(?:"([^"\\\n]*(?:\\.[^"\\\n]*)*)"|'([^'\n]*)'|([^\s{}[\]"',]+))?/g;

/** Finds Secrets with values in JSON or YAML flow style, for example `{"kind":"Secret","data":{"token":"…"}}`. */
function findFlowSecrets(document: string): Finding[] {
  const findings: Finding[] = [];
  const open: Mapping[] = [];
  if (!document.includes('{')) return findings;
  TOKEN.lastIndex = 0;
  for (let token = TOKEN.exec(document); token !== null; token = TOKEN.exec(document)) {
    const top = open.at(-1);
    if (token[0] === '{') {
      const dataOf = top !== undefined && DATA.test(top.key) ? top : undefined;
      open.push({ column: 0, dataOf, key: '', isSecret: false, firstValue: undefined });
    } else if (token[0] === '}') {
      findings.push(...secretIn(open.pop()));
    } else if (top !== undefined) {
      const value = token[2] ?? token[3] ?? token[4] ?? '';
      top.key = token[1] ?? '';
      if (top.key === 'kind' && value === 'Secret') top.isSecret = true;
      if (top.dataOf !== undefined && !isPlaceholder(value)) top.dataOf.firstValue ??= token.index;
    }
  }
  return findings;
}

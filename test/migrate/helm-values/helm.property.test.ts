import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readValues, type ValuesSource } from '../../../src/migrate/helm-values/read-values';
import { UserError } from '../../../src/problem';
import { HELM } from '../../reference';
import { runs } from '../../seed';

const helm = HELM ?? 'helm';
// ../shared/bin/helm downloads the binary at its first call.
const asked = spawnSync(helm, ['version', '--template', '{{.Version}}'], {
  encoding: 'utf8',
  timeout: 60_000,
});
const version = asked.stdout ?? '';
/** Other versions of Helm read some texts differently. */
const hasHelm = version.startsWith('v3.12.');

// One run of helm takes some 60 ms, so each run compares a batch of texts, each below its own key.
const BATCH = 60;
const options = { numRuns: runs(3) };

const steps = fc.constantFrom('a', 'b', 'c', 'a\\.b', 'é', '"a', 'a b', '', '__proto__', '\\[');
const indexes = fc.constantFrom(
  '[0]',
  '[1]',
  '[3]',
  '[01]',
  '[0][1]',
  '[2].a',
  '[0].b[0]',
  '[-1]',
  '[x]',
  '[',
);
const path = fc.tuple(fc.array(steps, { minLength: 1, maxLength: 3 }), fc.option(indexes, { nil: '' }));
const pathText = path.map(([keys, index]) => keys.join('.') + index);
const word = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    'TRUE',
    'false',
    '{}',
    '{x,y}',
    '{1,,null}',
    '{a\\,b}',
    '{x',
    'x\\,y',
    '\\{x',
    ' x',
    '\\',
  ),
  fc.string({ unit: fc.constantFrom(...'0123456789+-.eE_x'), maxLength: 6 }),
  fc.string({ unit: fc.constantFrom(...'ab1{}[]=.\\" \té'), maxLength: 6 }),
);
const json = fc.oneof(
  fc.json({ maxDepth: 2 }).map((text) => text.replaceAll('\\u0000', '')),
  fc.constantFrom(
    '',
    ' ',
    '1 ',
    ' "x,y" ',
    '[1',
    '01',
    '1e5',
    '-',
    '1.',
    'tru',
    '{"a":{"b":1}}',
    '[[]]',
    '1 b=2',
  ),
);

/** One to three assignments. The test puts them below their own key and joins them with commas. */
function settingOf(kind: 'set' | 'set-string' | 'set-json') {
  const assignment = fc.tuple(
    pathText,
    fc.constantFrom('=', '=', '=', '=', ''),
    kind === 'set-json' ? json : word,
  );
  const texts = fc.array(assignment, { minLength: 1, maxLength: 3 });
  return texts.map((parts) => ({ kind, parts: parts.map((part) => part.join('')) }));
}
const setting = fc.oneof(settingOf('set'), settingOf('set'), settingOf('set-string'), settingOf('set-json'));

describe.skipIf(!hasHelm)('against the real helm 3.12', () => {
  let directory = '';
  let chart = '';
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'helm-values-'));
    chart = join(directory, 'chart');
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v1\nname: values\nversion: 0.1.0\n');
    writeFileSync(join(chart, 'templates', 'values.yaml'), 'values: {{ .Values | toJson | b64enc }}\n');
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  function readWithHelm(sources: readonly ValuesSource[]): unknown {
    const flags = sources.map((source, index) => {
      if (source.kind !== 'file') return [`--${source.kind}`, source.text];
      const file = join(directory, `${index}.yaml`);
      writeFileSync(file, source.text);
      return ['--values', file];
    });
    const output = execFileSync(helm, ['template', chart, ...flags.flat()], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return JSON.parse(Buffer.from(output.split('values: ')[1] ?? '', 'base64').toString('utf8'));
  }

  /** Compares the accepted texts in one run of helm, and the first refused one in another. */
  function compare(
    candidates: readonly ValuesSource[],
    together: (accepted: ValuesSource[]) => ValuesSource[],
  ): void {
    const accepted = candidates.filter((source) => accepts([source]));
    const all = together(accepted);
    expect(readValues(all)).toEqual(readWithHelm(all));
    const refused = candidates.find((source) => !accepts([source]));
    if (refused !== undefined) expect(() => readWithHelm([refused]), JSON.stringify(refused)).toThrow();
  }

  test('reads random --set, --set-string and --set-json texts alike', () => {
    const batch = fc.array(setting, { minLength: BATCH, maxLength: BATCH });
    const property = fc.property(batch, (settings) => {
      const texts = settings.map(({ kind, parts }, index) => {
        return { kind, text: parts.map((part) => `k${index}.${part}`).join(',') };
      });
      compare(texts, (accepted) => accepted);
    });
    fc.assert(property, options);
  });

  test('types random scalars of a file alike', () => {
    const scalar = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789+-._eE'), minLength: 1, maxLength: 8 }),
      fc.string({ unit: fc.constantFrom(...'01789abfxXoO_+-'), minLength: 1, maxLength: 6 }),
      fc.constantFrom(
        'yes',
        'No',
        'ON',
        'oFF',
        'y',
        'N',
        'true',
        'True',
        'tRUE',
        '~',
        'null',
        'Null',
        'nULL',
        '.inf',
      ),
    );
    const batch = fc.array(scalar, { minLength: BATCH, maxLength: BATCH });
    const property = fc.property(batch, (scalars) => {
      const files = scalars.map((text, index) => file(`k${index}: ${text}\nl${index}: {? ${text} : key}\n`));
      compare(files, (accepted) => [file(accepted.map(({ text }) => text).join(''))]);
    });
    fc.assert(property, options);
  });
});

function file(text: string): ValuesSource {
  return { kind: 'file', name: 'values.yaml', text };
}

function accepts(sources: readonly ValuesSource[]): boolean {
  try {
    readValues(sources);
    return true;
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

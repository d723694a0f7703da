import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  errorAt,
  pathText,
  problemsText,
  problemText,
  quoted,
  UserError,
  warningAt,
} from '../../src/problem';
import { codePoint } from '../code-point';

describe('problemsText', () => {
  const many = (count: number, path: (index: number) => (string | number)[]) =>
    Array.from({ length: count }, (_, index) => errorAt(path(index), `wrong ${index}`));

  it('shows the first of each kind, in order, and counts the others', () => {
    const problems = [
      ...many(60, (index) => ['remotes', index, 'name']).map((each) => ({
        ...each,
        severity: 'warning' as const,
      })),
      ...many(20_000, (index) => ['remotes', index, 'name']),
      errorAt(['primary'], 'wrong too'),
    ];
    const lines = problemsText(problems).split('\n');
    expect(lines).toHaveLength(102);
    expect(lines[50]).toBe('remotes[0].name: wrong 0');
    expect(lines.slice(-2)).toEqual(['primary: wrong too', '… and 19960 more like these']);
    expect(new UserError(problems).message).toBe(lines.join('\n'));
    expect(new UserError(problems).problems).toHaveLength(20_061);
  });

  it('ends after some hundred kinds', () => {
    const lines = problemsText(many(1000, (index) => ['labels', `k${index}`])).split('\n');
    expect(lines).toHaveLength(501);
    expect(lines.at(-1)).toBe('… and 500 more like these');
  });

  it('shows every one of some', () => {
    expect(problemsText(many(50, () => ['a'])).split('\n')).toHaveLength(50);
    expect(problemsText([])).toBe('');
  });
});

describe('problemText', () => {
  it('says where, what and what to do in one line', () => {
    const problem = {
      ...errorAt(['remotes', 2, 'name'], 'expected this, got that', 'Do it'),
      file: 'mesh.yaml',
      position: { line: 3, column: 5 },
    };
    expect(problemText(problem)).toBe('mesh.yaml:3:5 remotes[2].name: expected this, got that. Do it');
  });

  it('marks warnings', () => {
    expect(problemText(warningAt(['a'], 'odd'))).toBe('a: warning: odd');
  });

  it('says only what there is', () => {
    expect(problemText(errorAt([], 'wrong'))).toBe('wrong');
    expect(problemText({ ...errorAt([], 'wrong'), file: 'mesh.yaml' })).toBe('mesh.yaml: wrong');
  });

  it('stays one line without invisible characters, whatever the file holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: codePoint }), fc.string({ unit: codePoint }), (file, text) => {
        const line = problemText({ ...errorAt([text, 0], quoted(text), text), file });
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});

describe('pathText', () => {
  it.each([
    [['primary', 'addresses', 'pilot'], 'primary.addresses.pilot'],
    [['remotes', 0, 'podCidrs', 12], 'remotes[0].podCidrs[12]'],
    [['a b', ''], '"a b".""'],
    [[0, 'a.b'], '[0]."a.b"'],
  ])('writes %j as %s', (path, text) => {
    expect(pathText(path)).toBe(text);
  });
});

describe('quoted', () => {
  it.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [1.5, '1.5'],
    ['a "b"', '"a \\"b\\""'],
    [[], 'an empty list'],
    [[1], 'a list'],
    [{}, 'a map'],
  ])('writes %j as %s', (value, text) => {
    expect(quoted(value)).toBe(text);
  });

  it('cuts a long text to forty characters', () => {
    expect(quoted('x'.repeat(81))).toBe(`"${'x'.repeat(39)}…`);
  });

  it.each([
    'https://user:hunter2@host',
    'https://hunter2@host',
    '//hunter2@host',
    'user:hunter2@host',
    'https:user:hunter2@host',
    'https:\\\\user:hunter2@host',
    'https://u:hun@hunter2@host',
    'https://u:x/hunter2@host',
    'https://host?token=hunter2',
    'https://host#hunter2',
    'a\nhttps://u:hunter2@host',
  ])('leaves the secret out of %j', (text) => {
    expect(quoted(text)).not.toContain('hunter2');
    expect(quoted(text)).toContain('host');
  });
});

describe('UserError', () => {
  it('has one line for each problem', () => {
    expect(new UserError([errorAt(['a'], 'one'), errorAt(['b'], 'two')]).message).toBe('a: one\nb: two');
    expect(new UserError('plain').message).toBe('plain');
  });
});

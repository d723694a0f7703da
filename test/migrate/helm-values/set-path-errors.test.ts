import { expect, test } from 'vitest';
import { readValues } from '../../../src/migrate/helm-values/read-values';
import { UserError } from '../../../src/problem';

// helm 3.12.1 refuses every text of these two tables.
test.each([
  ['a', 'at character 1: expected "=" and a value after the key "a"'],
  ['a,b=1', 'at character 2: expected "=" and a value after the key "a"'],
  ['a.b', 'at character 3: expected "=" and a value after the key "b"'],
  ['a=1,b', 'at character 5: expected "=" and a value after the key "b"'],
  ['a=1,,b=2', 'at character 5: expected "=" and a value after the key ""'],
  [',a=1', 'at character 1: expected "=" and a value after the key ""'],
  ['a.=1', 'at character 1: no key after "a."'],
  ['a..b=1', 'at character 1: no key after "a."'],
  ['.=1', 'at character 1: no key after "."'],
  ['a={', 'at character 3: "{" without "}"'],
  ['a={x,y', 'at character 3: "{" without "}"'],
  ['a={{x},y}', 'at character 9: expected "=" and a value after the key "y}"'],
  ['a="x,y"', 'at character 7: expected "=" and a value after the key "y\\""'],
  ['a[0', 'at character 2: "[" without "]"'],
  ['a[', 'at character 2: "[" without "]"'],
  ['a[]=1', 'at character 3: expected a list index such as 0, got ""'],
  ['a[x]=1', 'at character 3: expected a list index such as 0, got "x"'],
  ['a[-1]=1', 'at character 3: expected a list index such as 0, got "-1"'],
  ['a[ 0 ]=1', 'at character 3: expected a list index such as 0, got " 0 "'],
  ['a[65537]=1', 'at character 1: expected a list index up to 65536, got 65537'],
  [
    'a[99999999999999999999]=1',
    'at character 3: expected a list index such as 0, got "99999999999999999999"',
  ],
  ['a[0]x=1', 'at character 5: expected "=", "." or "[" after "]", got "x"'],
  ['a[0],b=1', 'at character 5: expected "=", "." or "[" after "]", got ",b"'],
  ['a=1,a.b=2', 'at character 5: expected a to be a map, but it already is the number 1'],
  ['a=1,a[0]=2', 'at character 5: expected a to be a list, but it already is the number 1'],
  ['a={x},a.b=1', 'at character 7: expected a to be a map, but it already is a list'],
  ['a[0]=x,a[0][0]=1', 'at character 8: expected a[0] to be a list, but it already is the string "x"'],
  ['a=null,a.b=1', 'at character 8: expected a to be a map, but it already is null'],
  [
    'k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k.k=1',
    'at character 63: more than 30 dots in one key',
  ],
])('refuses --set %j', (text, message) => {
  expect(() => readValues([{ kind: 'set', text }])).toThrow(message);
});

test.each([
  ['a', 'at character 1: expected "=" and a value after the key "a"'],
  ['a=x', 'at character 3: expected a JSON value'],
  ['a=1x', 'at character 4: expected "=" and a value after the key "x"'],
  ['a=01', 'at character 4: expected "=" and a value after the key "1"'],
  ['a=1.', 'at character 3: expected a JSON value'],
  ['a=1e', 'at character 3: expected a JSON value'],
  ['a=1e999', 'at character 3: expected a JSON value'],
  ['a={"x":1,}', 'at character 3: expected a JSON value'],
  ['a=[1', 'at character 3: expected a JSON value'],
  ['a="x', 'at character 3: expected a JSON value'],
  ['a=TRUE', 'at character 3: expected a JSON value'],
  ['a=1,,b=2', 'at character 5: expected "=" and a value after the key ""'],
  ['{"a":1}', 'at character 7: expected "=" and a value after the key "{\\"a\\":1}"'],
  ['a=null,a.b=1', 'at character 8: expected a to be a map, but it already is null'],
])('refuses --set-json %j', (text, message) => {
  expect(() => readValues([{ kind: 'set-json', text }])).toThrow(message);
});

test('names the flag, the text, the place, the fault and the fix', () => {
  const read = () => readValues([{ kind: 'set', text: 'a=x,y' }]);
  expect(read).toThrow(UserError);
  expect(read).toThrow(
    '--set "a=x,y" at character 5: expected "=" and a value after the key "y". ' +
      'Write key=value; write a comma inside a value as \\, and a dot inside a key as \\. instead.',
  );
});

test('refuses whole numbers that lose digits in JavaScript', () => {
  const sources = [{ kind: 'set' as const, text: 'a=9007199254740993' }];
  expect(() => readValues(sources)).toThrow(
    'the number 9007199254740993 is too large to keep its last digits',
  );
  expect(readValues([{ kind: 'set-string', text: 'a=9007199254740993' }])).toEqual({ a: '9007199254740993' });
});

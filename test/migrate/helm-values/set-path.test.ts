import { expect, test } from 'vitest';
import { readValues } from '../../../src/migrate/helm-values/read-values';

// Every expectation here is what helm 3.12.1 passes to a template for the same text.
test.each([
  ['a=b,c=d', { a: 'b', c: 'd' }],
  ['a.b.c=1', { a: { b: { c: 1 } } }],
  ['a={x,y}', { a: ['x', 'y'] }],
  ['a={}', { a: [''] }],
  ['a={x,}', { a: ['x', ''] }],
  ['a[0]=x', { a: ['x'] }],
  ['a[2].b=y', { a: [null, null, { b: 'y' }] }],
  ['a[0][1]=z', { a: [[null, 'z']] }],
  ['a[1][2].c[0]=z', { a: [null, [null, null, { c: ['z'] }]] }],
  ['a={x,y,z},a[1]=q', { a: ['x', 'q', 'z'] }],
  ['a={x},a[3]=q', { a: ['x', null, null, 'q'] }],
  ['a[0].b=1,a[0].c=2', { a: [{ b: 1, c: 2 }] }],
  ['a[1].b=1,a[0].c=2', { a: [{ c: 2 }, { b: 1 }] }],
  ['a={x},a[0].b=1', { a: [{ b: 1 }] }],
  ['a[0][0]=1,a[0].b=2', { a: [{ b: 2 }] }],
  ['a[01]=x', { a: [null, 'x'] }],
  ['a[+1]=x', { a: [null, 'x'] }],
  ['a[-0]=x', { a: ['x'] }],
  ['a\\.b=c', { 'a.b': 'c' }],
  ['a\\=b=c', { 'a=b': 'c' }],
  ['a\\\\b=c', { 'a\\b': 'c' }],
  ['a=x\\,y', { a: 'x,y' }],
  ['a=x\\\\y', { a: 'x\\y' }],
  ['a=\\{x}', { a: '{x}' }],
  ['a={x\\,y,z\\}}', { a: ['x,y', 'z}'] }],
  ['a=\\n', { a: 'n' }],
  ['nodeSelector."kubernetes\\.io/role"=master', { nodeSelector: { '"kubernetes.io/role"': 'master' } }],
  ['"a.b"=1', { '"a': { 'b"': 1 } }],
  ['a="x"', { a: '"x"' }],
  ['a=null', { a: null }],
  ['a.b=null', { a: { b: null } }],
  ['a={null,Null}', { a: [null, null] }],
  ['a=true', { a: true }],
  ['a=TRUE', { a: true }],
  ['a={true ,false}', { a: ['true ', false] }],
  ['a=0', { a: 0 }],
  ['a=00', { a: '00' }],
  ['a=0123', { a: '0123' }],
  ['a=-0', { a: 0 }],
  ['a=-01', { a: -1 }],
  ['a=+1', { a: 1 }],
  ['a=1.5', { a: '1.5' }],
  ['a=1e3', { a: '1e3' }],
  ['a=0x10', { a: '0x10' }],
  ['a=1_000', { a: '1_000' }],
  ['a=9223372036854775808', { a: '9223372036854775808' }],
  ['a=yes', { a: 'yes' }],
  ['a=', { a: '' }],
  ['a=,b=1', { a: '', b: 1 }],
  ['a=1,', { a: 1 }],
  [' a = b ', { ' a ': ' b ' }],
  ['a= {x}', { a: ' {x}' }],
  ['a={ x, y }', { a: [' x', ' y '] }],
  ['a=x=y', { a: 'x=y' }],
  ['a={x=y}', { a: ['x=y'] }],
  ['a=x}y', { a: 'x}y' }],
  ['a={x}b=1', { a: ['x'], b: 1 }],
  ['a.b=1,a=2', { a: 2 }],
  ['a=1,a=2', { a: 2 }],
  ['', {}],
  ['=1', {}],
  ['.a=1', {}],
  ['[0]=1', {}],
  ['a.', {}],
  ['a.b=1,a.', { a: { b: 1 } }],
  ['a.b=1,a.=2', { a: { b: 1 } }],
  ['a[0]', { a: [] }],
  ['a[70000]', { a: [] }],
  ['a[0].b[1]', { a: [] }],
  ['a[0].b=', { a: [] }],
  ['a[0]=', { a: [''] }],
  ['a.b=', { a: { b: '' } }],
  ['a.=', {}],
  ['a\\n.b=x\ny', { an: { b: 'x\ny' } }],
  ['constructor[0]=1', { constructor: [1] }],
])('reads --set %j as helm does', (text, expected) => {
  expect(readValues([{ kind: 'set', text }])).toEqual(expected);
});

test.each([
  ['a=1,b=true,c=null', { a: '1', b: 'true', c: 'null' }],
  ['a={1,null}', { a: ['1', 'null'] }],
  ['a[1].b=2', { a: [null, { b: '2' }] }],
])('reads --set-string %j as helm does', (text, expected) => {
  expect(readValues([{ kind: 'set-string', text }])).toEqual(expected);
});

test.each([
  ['a={"b":[1,null]},c="x,y"', { a: { b: [1, null] }, c: 'x,y' }],
  ['a=', { a: null }],
  ['a= ,b=1', { a: null, b: 1 }],
  ['a=1 ,b=2', { a: 1, b: 2 }],
  ['a=1, b=2', { ' b': 2, a: 1 }],
  ['a=1 b=2', { a: 1, b: 2 }],
  ['a=1x=2', { a: 1, x: 2 }],
  ['a={}}=2', { a: {}, '}': 2 }],
  ['a.b={"c":1},a.b.d=2', { a: { b: { c: 1, d: 2 } } }],
  ['a=[],a[1]="x"', { a: [null, 'x'] }],
  ['a={"b":1},a={"c":2}', { a: { c: 2 } }],
  ['a={"b":1,"b":2}', { a: { b: 2 } }],
  ['a=1e5', { a: 100000 }],
  ['a=9007199254740993', { a: 9007199254740992 }],
  ['a="\\ud800"', { a: '�' }],
  ['a="\\u00e9\\n"', { a: 'é\n' }],
])('reads --set-json %j as helm does', (text, expected) => {
  expect(readValues([{ kind: 'set-json', text }])).toEqual(expected);
});

test('keeps __proto__ as a key like any other', () => {
  const values = readValues([
    { kind: 'set', text: '__proto__.x=1' },
    { kind: 'set-json', text: 'a={"__proto__":1}' },
  ]);
  expect(JSON.stringify(values)).toBe('{"a":{"__proto__":1},"__proto__":{"x":1}}');
  expect(Object.getPrototypeOf(values)).toBe(Object.prototype);
});

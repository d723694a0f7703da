import { describe, expect, it } from 'vitest';
import { setTexts } from '../../../src/kubernetes/text/set-text';

const ORDER = ['pilot', 'policy', 'telemetry', 'zipkin'];
const set = (text: string, values: Record<string, string>): string =>
  setTexts(
    text,
    Object.entries(values).map(([key, value]) => ({ path: ['addresses', key], value })),
    ORDER,
  );

describe('a value in a YAML text', () => {
  it.each([
    ['plain', 'addresses:\n  pilot: 10.0.0.1 # here\n', 'addresses:\n  pilot: 10.0.0.2 # here\n'],
    ['in single quotes', "addresses: { pilot: '10.0.0.1' }\n", "addresses: { pilot: '10.0.0.2' }\n"],
    ['in double quotes', '{"addresses":{"pilot":"10.0.0.1"}}', '{"addresses":{"pilot":"10.0.0.2"}}'],
    ['on a line of its own', 'addresses:\n  pilot:\n    10.0.0.1\n', 'addresses:\n  pilot:\n    10.0.0.2\n'],
    ['in a block', 'addresses:\n  pilot: >-\n    10.0.0.1\n\n', 'addresses:\n  pilot: >-\n    10.0.0.2\n\n'],
    ['with a tag', 'addresses:\n  pilot: !!str 10.0.0.1\n', 'addresses:\n  pilot: !!str 10.0.0.2\n'],
    ['that is empty', 'addresses:\n  pilot: # later\n', 'addresses:\n  pilot: 10.0.0.2 # later\n'],
    [
      'behind a byte order mark',
      '\ufeffaddresses:\r\n  pilot: a\r\n',
      '\ufeffaddresses:\r\n  pilot: 10.0.0.2\r\n',
    ],
    ['that is an alias', 'a: &a x\naddresses:\n  pilot: *a\n', 'a: &a x\naddresses:\n  pilot: 10.0.0.2\n'],
  ])('changes where it stands %s', (_, before, after) => {
    expect(set(before, { pilot: '10.0.0.2' })).toBe(after);
  });

  it.each(['true', '1e3', 'null', 'fd00::', '::1', '1.5'])(
    'gets quotes where %j means something else',
    (value) => {
      expect(set('addresses: { pilot: a }', { pilot: value })).toBe(`addresses: { pilot: "${value}" }`);
    },
  );

  it('stays plain if an IPv6 address cannot be read as a map', () => {
    expect(set('addresses: {pilot: fd00::1}', { pilot: 'fd00::2' })).toBe('addresses: {pilot: fd00::2}');
  });

  it('leaves a text alone that says so already', () => {
    const text = 'addresses: {pilot:   "a"  }';
    expect(set(text, { pilot: 'a' })).toBe(text);
  });
});

describe('a missing key', () => {
  it.each([
    [
      'a block map',
      'addresses:\n  pilot: a # of hq\nb: 1\n',
      'addresses:\n  pilot: a # of hq\n  policy: b\nb: 1\n',
    ],
    ['the end of a file without a newline', 'addresses:\n  pilot: a', 'addresses:\n  pilot: a\n  policy: b'],
    [
      'a line of its own in CRLF',
      'addresses:\r\n    pilot: a\r\n',
      'addresses:\r\n    pilot: a\r\n    policy: b\r\n',
    ],
    ['a flow map', 'addresses: {pilot: a}', 'addresses: {pilot: a, policy: b}'],
    ['a flow map with a comma too many', 'addresses: {pilot: a,}', 'addresses: {pilot: a, policy: b,}'],
    ['JSON', '{"addresses":{"pilot":"a"}}', '{"addresses":{"pilot":"a","policy":"b"}}'],
    [
      'JSON on several lines',
      '{"addresses": {\n  "pilot": "a"\n}}',
      '{"addresses": {\n  "pilot": "a",\n  "policy": "b"\n}}',
    ],
    [
      'a map with a block scalar',
      'addresses:\n  pilot: |-\n    a\nb: 1\n',
      'addresses:\n  pilot: |-\n    a\n  policy: b\nb: 1\n',
    ],
    [
      'the place in the order',
      'addresses:\n  zipkin: z\n  pilot: a\n  telemetry: t\n',
      'addresses:\n  zipkin: z\n  pilot: a\n  policy: b\n  telemetry: t\n',
    ],
  ])('goes into %s', (_, before, after) => {
    expect(set(before, { policy: 'b' })).toBe(after);
  });

  it('goes behind another missing one', () => {
    expect(set('addresses: {pilot: a}', { policy: 'b', zipkin: 'z' })).toBe(
      'addresses: {pilot: a, policy: b, zipkin: z}',
    );
  });
});

describe('a text whose values hang together', () => {
  it('is refused when an alias would change along', () => {
    expect(() => set('addresses: { pilot: &a x }\nother: *a\n', { pilot: 'y' })).toThrow(
      'addresses.pilot: cannot be changed without changing something else',
    );
  });

  it('changes when the alias is to change as well', () => {
    expect(set('addresses: { pilot: &a x, policy: *a }', { pilot: 'y', policy: 'y' })).toBe(
      'addresses: { pilot: &a y, policy: *a }',
    );
  });

  it('is refused when the map is an alias', () => {
    expect(() => set('a: &a { pilot: x }\naddresses: *a\n', { pilot: 'y' })).toThrow(
      'addresses: expected a map, got an alias. Write the map out, then repeat',
    );
  });
});

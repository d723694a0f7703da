import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../src/kubernetes/text/read-yaml';
import { setTexts } from '../../../src/kubernetes/text/set-text';
import { CONTROL_PLANE_COMPONENTS } from '../../../src/lines/istio-1.0/facts/components';
import { meshInput } from '../../mesh/arbitrary-mesh';
import { writeYaml, yamlStyle } from './arbitrary-yaml';

const ORDER = CONTROL_PLANE_COMPONENTS;
const runs = { numRuns: 4 };

const address = fc.constantFrom('10.9.8.7', 'pilot.example.com', 'fd00::9', '172.16.0.1', 'a-b');
const addresses = fc.uniqueArray(fc.tuple(fc.constantFrom(...ORDER), address), {
  selector: ([component]) => component,
  minLength: 1,
});

/** A mesh as text, with comment lines wherever they change nothing. */
const commented = fc
  .tuple(meshInput, yamlStyle, fc.array(fc.tuple(fc.nat(), fc.constantFrom('# why', '   # "a: b', ''))))
  .map(([mesh, style, comments]) => {
    const text = writeYaml(mesh, style);
    return comments.reduce((before, [place, comment]) => {
      const lines = before.split(style.newline);
      const after = lines.toSpliced(place % lines.length, 0, comment).join(style.newline);
      const same = JSON.stringify(parsed(after)) === JSON.stringify(parsed(before));
      return same ? after : before;
    }, text);
  });

function parsed(text: string) {
  return readYaml(text, '').value as { primary: { addresses: Record<string, string> } } | undefined;
}

function edit(text: string, values: readonly (readonly [string, string])[]): string {
  const edits = values.map(([key, value]) => ({ path: ['primary', 'addresses', key], value }));
  return setTexts(text, edits, ORDER);
}

describe('editing the addresses of any mesh file', () => {
  it('changes these values and no other', () => {
    fc.assert(
      fc.property(commented, addresses, (text, values) => {
        const before = parsed(text) ?? expect.fail();
        const after = parsed(edit(text, values));
        const wanted = { ...before.primary.addresses, ...Object.fromEntries(values) };
        expect(after).toEqual({ ...before, primary: { ...before.primary, addresses: wanted } });
      }),
      runs,
    );
  });

  it('is undone by writing the old values again, byte for byte', () => {
    fc.assert(
      fc.property(commented, addresses, (text, values) => {
        // An address that is folded over two lines becomes one line.
        fc.pre(!/\\\r?\n/.test(text));
        const old = parsed(text)?.primary.addresses ?? {};
        const present = values.filter(([key]) => key in old);
        const again = edit(
          edit(text, present),
          present.map(([key]) => [key, old[key] ?? '']),
        );
        expect(again).toBe(text);
      }),
      runs,
    );
  });

  it('adds a missing one in one place and leaves all bytes around it', () => {
    fc.assert(
      fc.property(commented, addresses, (text, values) => {
        const old = parsed(text)?.primary.addresses ?? {};
        const missing = values.find(([key]) => !(key in old));
        fc.pre(missing !== undefined);
        const after = edit(text, [missing]);
        expect(sharedAtBothEnds(text, after)).toBeGreaterThanOrEqual(text.length);
      }),
      runs,
    );
  });

  it('does nothing the second time', () => {
    fc.assert(
      fc.property(commented, addresses, (text, values) => {
        const once = edit(text, values);
        expect(edit(once, values)).toBe(once);
      }),
      runs,
    );
  });
});

/** Returns the length of the common beginning plus that of the common end of two texts. */
function sharedAtBothEnds(left: string, right: string): number {
  const shared = (a: string, b: string): number => {
    let length = 0;
    while (length < a.length && a[length] === b[length]) length++;
    return length;
  };
  const reversed = (text: string): string =>
    Array.from({ length: text.length }, (_, at) => text[text.length - 1 - at]).join('');
  return shared(left, right) + shared(reversed(left), reversed(right));
}

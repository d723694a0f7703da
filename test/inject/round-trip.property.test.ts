import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { injectDocument } from '../../src/inject/inject-document';
import { injectObject } from '../../src/inject/inject-object';
import { WORKLOAD_KINDS } from '../../src/inject/workload-kinds';
import { manifests, styles } from './manifests';
import { injectorOf } from './mesh-of';

const RUNS = { numRuns: 4 };
const injector = injectorOf();
const other = injectorOf({ coreDump: true, includeIpRanges: '10.0.0.0/8' });

function parsed(text: string): unknown {
  const document = parseDocument(text, { version: '1.1' });
  const [problem] = document.errors;
  if (problem !== undefined) throw problem;
  return document.toJS();
}

function inject(text: string, by = injector): string {
  const { text: fresh, problems } = injectDocument(text, { inject: by }, WORKLOAD_KINDS);
  expect(problems).toEqual([]);
  return fresh;
}

function revert(text: string): string {
  return injectDocument(text, 'revert', WORKLOAD_KINDS).text;
}

/** The manifest with the sidecars of the object injection of constructs. */
function injectedObject(manifest: unknown): unknown {
  const object = structuredClone(manifest) as Record<string, unknown>;
  if (Array.isArray(object.items)) return { ...object, items: object.items.map(injectedObject) };
  for (const { path, value } of injectObject(object, injector, WORKLOAD_KINDS).values) {
    const last = path.at(-1) ?? '';
    const holder = path.slice(0, -1).reduce<Record<string, unknown>>((inner, step) => {
      inner[step] ??= {};
      return inner[step] as Record<string, unknown>;
    }, object);
    holder[last] = value;
  }
  return object;
}

describe.each(styles)('a manifest in $name', ({ write }) => {
  it('gets the sidecar that the same object gets', () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        expect(parsed(inject(write(manifest)))).toEqual(injectedObject(parsed(write(manifest))));
      }),
      RUNS,
    );
  });

  it('changes once', () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        const once = inject(write(manifest));
        expect(inject(once)).toBe(once);
      }),
      RUNS,
    );
  });

  it('is byte for byte what it was when the sidecar is taken out', () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        const text = write(manifest);
        expect(revert(inject(text))).toBe(text);
      }),
      RUNS,
    );
  });

  it('has the newer sidecar after the older one', () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        const text = write(manifest);
        expect(inject(inject(text, other))).toBe(inject(text));
      }),
      RUNS,
    );
  });
});

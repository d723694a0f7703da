import { cell, plain, table } from './markdown';
import { counted, someOf } from './short-text';

/** The changes by a patch. */
export interface PatchUse {
  /** Its place in mesh.yaml, for example `patches[0]`. */
  readonly place: string;
  /** Whether it may change fields that the mesh depends on. */
  readonly forced: boolean;
  /** Ids of the clusters. */
  readonly clusters: readonly string[];
  /** For example `Deployment istio-system/istio-citadel`. */
  readonly objects: readonly string[];
  /** For example `spec.template.spec.tolerations`. */
  readonly fields: readonly string[];
}

/** Limits of rows on the page, and of names in a cell. */
const MOST_ROWS = 100;
const MOST_NAMES = 6;

/** Yields patches grouped by their changes: equal ones of many clusters share a row. Forced ones come first. */
export function* patchList(uses: readonly PatchUse[]): Generator<string> {
  if (uses.length === 0) return;
  const alike = new Map<string, PatchUse[]>();
  for (const use of forcedFirst(uses)) {
    const key = JSON.stringify([use.forced, use.objects, use.fields]);
    const group = alike.get(key);
    if (group === undefined) alike.set(key, [use]);
    else group.push(use);
  }
  yield* table(
    ['Patch', 'Objects', 'Fields', 'Clusters'],
    [...alike.values()].slice(0, MOST_ROWS),
    (group) => {
      const [first] = group;
      const places = someOf(
        group.map(({ place }) => place),
        2,
      );
      return [
        cell([plain(places), ...(first?.forced === true ? ['**forced**'] : [])]),
        cell(shown(first?.objects ?? [])),
        cell(shown(first?.fields ?? [])),
        plain(someOf([...new Set(group.flatMap(({ clusters }) => clusters))], MOST_NAMES)),
      ];
    },
  );
  if (alike.size > MOST_ROWS)
    yield `\n${counted(alike.size - MOST_ROWS)} more kinds of patches are left out here.\n`;
}

/** Sorts patches with `force` first, because they change the mesh at its own risk. */
export function forcedFirst<T extends Pick<PatchUse, 'forced'>>(uses: readonly T[]): T[] {
  return [...uses.filter(({ forced }) => forced), ...uses.filter(({ forced }) => !forced)];
}

function shown(texts: readonly string[]): string[] {
  const more = texts.length - MOST_NAMES;
  return [...texts.slice(0, MOST_NAMES).map(plain), ...(more > 0 ? [`and ${more} more`] : [])];
}

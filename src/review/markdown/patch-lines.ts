import { forcedFirst, type PatchUse } from '../../page/patch-list';
import { someOf } from '../../some-of';
import { code } from './code';

/** Limit of patches in the summary; `--json` has all. */
const MOST_PATCHES = 20;
/** Limit of names in one line. */
const MOST_NAMES = 4;

/** Lists patches with `force`, which may change fields that the mesh depends on. They come first in a summary. */
export function forcedPatchLines(patches: readonly PatchUse[]): string[] {
  return listed(
    '**Patches with `force: true`, which may change what the mesh depends on:**',
    forcedFirst(patches).filter(({ forced }) => forced),
  );
}

/** Lists all other patches. */
export function patchLines(patches: readonly PatchUse[]): string[] {
  return listed(
    'Patched fields:',
    patches.filter(({ forced }) => !forced),
  );
}

function listed(lead: string, patches: readonly PatchUse[]): string[] {
  if (patches.length === 0) return [];
  const more = patches.length - MOST_PATCHES;
  return [
    lead,
    '',
    ...patches.slice(0, MOST_PATCHES).map(lineOf),
    ...(more > 0 ? [`- … and ${more} more: \`--json\` has them all.`] : []),
    '',
  ];
}

function lineOf({ place, clusters, objects, fields }: PatchUse): string {
  const changed = fields.length === 0 ? 'no field' : named(fields);
  return `- ${code(place)}: ${changed} of ${named(objects)} in ${named(clusters)}`;
}

function named(texts: readonly string[]): string {
  return someOf(
    texts.slice(0, MOST_NAMES + 1).map((text) => code(text.slice(0, 200))),
    MOST_NAMES,
    () => String(texts.length - MOST_NAMES),
  );
}

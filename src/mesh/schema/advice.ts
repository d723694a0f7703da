import type * as z from 'zod/mini';
import { accepts } from './fields';
import { nearest } from './nearest';

/** What to do about a value that `schema` refuses, when the way it was written tells. */
export function adviceOn(schema: z.core.$ZodType, found: unknown): string | undefined {
  const takes = (value: unknown): boolean => accepts(schema, value);
  if (found === null) return takes(undefined) ? 'Give it a value, or remove the key' : undefined;
  if (typeof found === 'string') return adviceOnText(schema, found, takes);
  if (typeof found === 'number' || typeof found === 'boolean') {
    return takes(`${found}`) ? `Put quotes around it: "${found}"` : undefined;
  }
  return undefined;
}

function adviceOnText(
  schema: z.core.$ZodType,
  found: string,
  takes: (value: unknown) => boolean,
): string | undefined {
  if (takes(true)) {
    if (/^(?:true|yes|on|y)$/i.test(found)) return 'Write true, without quotes';
    if (/^(?:false|no|off|n)$/i.test(found)) return 'Write false, without quotes';
  }
  if (/\d/.test(found) && takes(Number(found))) return 'Remove the quotes';
  const items = found.split(',').map((item) => item.trim());
  if (found !== '' && takes(items)) return `Write a list: [${shortened(items.join(', '))}]`;
  const word = nearest(found, wordsOf(schema));
  return word === undefined ? undefined : `Did you mean ${word}?`;
}

/** The words of a closed set, but for releases, where the nearest one says nothing. */
function wordsOf(schema: z.core.$ZodType): string[] {
  const { def } = schema._zod;
  if ('innerType' in def) return wordsOf(def.innerType as z.core.$ZodType);
  if (!('entries' in def)) return [];
  return Object.values(def.entries as Record<string, string>).filter((word) => !/\d/.test(word));
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 40)}…` : text;
}

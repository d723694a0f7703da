import { isMap } from '../../../../is-map';
import type { Path } from '../../../../problem';
import type { Move } from './moves';

/** An option that does not move. */
export interface Dropped {
  readonly path: Path;
  /** Its dotted path within the cluster. */
  readonly option: string;
  /** Completes "it …". */
  readonly reason: string;
}

/** Parts the options of a map into those that stay and those that go. */
export function droppedIn(
  options: unknown,
  path: Path,
  moves: Readonly<Record<string, Move>>,
  prefix = '',
): { readonly kept: Record<string, unknown>; readonly dropped: readonly Dropped[] } {
  const kept: Record<string, unknown> = {};
  const dropped: Dropped[] = [];
  for (const [key, value] of Object.entries(isMap(options) ? options : {})) {
    const option = prefix + key;
    const move = moves[option];
    if (move === 'stays') kept[key] = value;
    else if (move !== undefined) {
      const reason = 'gone' in move ? move.gone : value === false ? move.whenFalse : undefined;
      if (reason !== undefined) dropped.push({ path: [...path, key], option, reason });
    } else {
      const inner = droppedIn(value, [...path, key], moves, `${option}.`);
      dropped.push(...inner.dropped);
      if (Object.keys(inner.kept).length > 0) kept[key] = inner.kept;
    }
  }
  return { kept, dropped };
}

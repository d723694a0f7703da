import { describe, expect, it } from 'vitest';
import { mesh10 } from '../../../../src/lines/istio-1.0/options/schema';
import {
  MESH_MOVES,
  MESH_STAYS,
  type Move,
  PRIMARY_MOVES,
  REMOTE_MOVES,
  SECURITY_MOVES,
} from '../../../../src/lines/istio-current/migrate/from-1.0/moves';
import { meshCurrent } from '../../../../src/lines/istio-current/options/schema';
import { knownKeys } from '../../../../src/mesh/schema/read-field';
import type { Path } from '../../../../src/problem';

/** Options that are translated, or checked by version. */
const TURNED = ['kubernetes', 'exposure'];

/** Returns every option that the table neither lists nor covers by a group. */
function forgotten(path: Path, moves: Readonly<Record<string, Move>>, prefix = ''): string[] {
  return knownKeys(mesh10, path).flatMap((key) => {
    const option = prefix + key;
    if (option in moves || TURNED.includes(option)) return [];
    const inner = knownKeys(mesh10, [...path, key]);
    return inner.length === 0 ? [option] : forgotten([...path, key], moves, `${option}.`);
  });
}

describe('the moves from Istio 1.0', () => {
  it('name every option of a remote', () => {
    expect(forgotten(['remotes', 0], REMOTE_MOVES)).toEqual([]);
  });

  it('name every option of defaults', () => {
    expect(forgotten(['defaults'], REMOTE_MOVES)).toEqual([]);
  });

  it('name every option of the primary and of security', () => {
    expect(forgotten(['primary'], PRIMARY_MOVES)).toEqual([]);
    expect(forgotten(['security'], SECURITY_MOVES)).toEqual([]);
  });

  it('name every key of the mesh', () => {
    const others = ['istio', 'primary', 'security', 'defaults', 'remotes', 'controlPlane'];
    const keys = knownKeys(mesh10, []).filter((key) => !others.includes(key));
    expect(keys.filter((key) => !MESH_STAYS.includes(key))).toEqual([]);
    expect(forgotten(['controlPlane'], MESH_MOVES, 'controlPlane.')).toEqual([]);
  });

  it.each([
    ['remotes', REMOTE_MOVES],
    ['primary', PRIMARY_MOVES],
  ] as const)('let stay in %s what current Istio has too', (group, moves) => {
    const path = group === 'remotes' ? [group, 0] : [group];
    const staying = Object.entries(moves).flatMap(([option, move]) => (move === 'stays' ? [option] : []));
    const unknown = staying.filter((option) => {
      const steps = option.split('.');
      const key = steps.at(-1) ?? '';
      return !knownKeys(meshCurrent, [...path, ...steps.slice(0, -1)]).includes(key);
    });
    expect(unknown).toEqual(group === 'primary' ? ['addresses.pilot'] : []);
  });
});

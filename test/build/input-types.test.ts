import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import * as z from 'zod/mini';
import { generatedFiles } from '../../build/generated-files';
import { inputTypes } from '../../build/input-types';
import type { ArgoCdInput } from '../../src/add-ons/argocd/input';
import type { argocd } from '../../src/add-ons/argocd/schema';
import type { CredentialsInput } from '../../src/add-ons/credentials-in-git/input';
import type { credentials } from '../../src/add-ons/credentials-in-git/schema';
import type { SharedServicesInput } from '../../src/add-ons/shared-services/input';
import type { sharedServices } from '../../src/add-ons/shared-services/schema';
import type { MeshInput10, RemoteInput10, RemoteOptionsInput10 } from '../../src/lines/istio-1.0/input';
import type { mesh10 } from '../../src/lines/istio-1.0/options/schema';
import type {
  MeshInputCurrent,
  RemoteInputCurrent,
  RemoteOptionsInputCurrent,
} from '../../src/lines/istio-current/input';
import type { meshCurrent } from '../../src/lines/istio-current/options/schema';
import {
  anyMap,
  type Field,
  group,
  integer,
  list,
  noted,
  union,
  type ValueOf,
} from '../../src/mesh/schema/fields';

describe('files made from the schemas', () => {
  it('are as the build makes them', async () => {
    for (const [file, text] of Object.entries(await generatedFiles()))
      expect(readFileSync(file, 'utf8'), file).toBe(text);
  });
});

/** The compiler runs these: `npm run types`. */
describe('types of what people write', () => {
  it('are those of the schemas', () => {
    expectTypeOf<MeshInput10>().toEqualTypeOf<ValueOf<typeof mesh10>>();
    expectTypeOf<MeshInputCurrent>().toEqualTypeOf<ValueOf<typeof meshCurrent>>();
    expectTypeOf<ArgoCdInput>().toEqualTypeOf<ValueOf<typeof argocd>>();
    expectTypeOf<SharedServicesInput>().toEqualTypeOf<ValueOf<typeof sharedServices>>();
    expectTypeOf<CredentialsInput>().toEqualTypeOf<ValueOf<typeof credentials>>();
  });

  it('fit the schemas both ways', () => {
    expectTypeOf<MeshInput10>().toExtend<ValueOf<typeof mesh10>>();
    expectTypeOf<ValueOf<typeof mesh10>>().toExtend<MeshInput10>();
    expectTypeOf<MeshInputCurrent>().toExtend<ValueOf<typeof meshCurrent>>();
    expectTypeOf<ValueOf<typeof meshCurrent>>().toExtend<MeshInputCurrent>();
  });

  it('name a remote and its options', () => {
    expectTypeOf<MeshInput10['remotes'][number]>().toEqualTypeOf<RemoteInput10>();
    expectTypeOf<NonNullable<MeshInput10['defaults']>>().toEqualTypeOf<RemoteOptionsInput10>();
    expectTypeOf<NonNullable<MeshInputCurrent['remotes']>[number]>().toEqualTypeOf<RemoteInputCurrent>();
    expectTypeOf<NonNullable<MeshInputCurrent['defaults']>>().toEqualTypeOf<RemoteOptionsInputCurrent>();
  });

  it('know an option that the schema does not have', () => {
    expectTypeOf<MeshInput10 & { readonly more: string }>().not.toEqualTypeOf<ValueOf<typeof mesh10>>();
    expectTypeOf<Omit<MeshInput10, 'argocd'>>().not.toEqualTypeOf<ValueOf<typeof mesh10>>();
  });
});

describe('inputTypes', () => {
  const typeOf = (schema: Field) =>
    inputTypes([{ name: 'Input', schema, about: 'What a person writes.' }])
      .split('\n')
      .slice(2);

  it('shows in an editor what a field says', () => {
    const notes = { description: 'Ends a comment */ early.', helm: 'a.b', default: '3' };
    const type = typeOf(group({ count: noted(integer(0), notes) }));
    expect(type).toEqual([
      '/** What a person writes. */',
      'export interface Input {',
      '  /** Ends a comment *\\/ early. Replaces a.b. @default 3 */',
      '  readonly count: number;',
      '}',
      '',
    ]);
  });

  it('puts a union in a list into brackets', () => {
    const type = typeOf(list(union([integer(0), list(integer(0))], 'numbers')));
    expect(type[1]).toBe('export type Input = readonly (number | readonly number[])[];');
  });

  it('uses a named type for what equals it, and extends one whose keys a map has', () => {
    const size = { count: integer(0) };
    const types = [
      { name: 'Size', schema: group(size), about: 'A size.' },
      { name: 'Box', schema: group({ ...size, inner: group(size) }), about: 'A box.' },
    ];
    expect(inputTypes(types)).toContain('export interface Box extends Size {\n  readonly inner: Size;\n}');
  });

  it('leaves open what another program reads', () => {
    expect(typeOf(group({ values: anyMap('a map') })).join('')).toContain(
      'readonly values: Readonly<Record<string, unknown>>;',
    );
  });

  it('refuses a type that it does not know', () => {
    expect(() => typeOf(z.never())).toThrow('no TypeScript for');
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { ArgoCdInput } from '../../../src/argocd/input';
import type { argocd } from '../../../src/argocd/schema';
import type { MeshInput10, RemoteInput10, RemoteOptionsInput10 } from '../../../src/istio-1.0/input';
import type { mesh10 } from '../../../src/istio-1.0/schema';
import type {
  MeshInputCurrent,
  RemoteInputCurrent,
  RemoteOptionsInputCurrent,
} from '../../../src/istio-current/input';
import type { meshCurrent } from '../../../src/istio-current/schema';
import { generatedFiles } from '../../../src/mesh/schema/generated';
import { inputType } from '../../../src/mesh/schema/input-types';
import {
  type Field,
  group,
  integer,
  list,
  noted,
  union,
  type ValueOf,
  zod,
} from '../../../src/mesh/schema/leaf';
import type { SharedServicesInput } from '../../../src/mesh/shared-services/input';
import type { sharedServices } from '../../../src/mesh/shared-services/schema';
import type { CredentialsInput } from '../../../src/remote-secret/input';
import type { credentials } from '../../../src/remote-secret/schema';

describe('files made from the schemas', () => {
  it.each(Object.entries(generatedFiles()))('%s is as the build makes it', (file, text) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
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
    expectTypeOf<MeshInputCurrent['remotes'][number]>().toEqualTypeOf<RemoteInputCurrent>();
    expectTypeOf<NonNullable<MeshInputCurrent['defaults']>>().toEqualTypeOf<RemoteOptionsInputCurrent>();
  });

  it('know an option that the schema does not have', () => {
    expectTypeOf<MeshInput10 & { readonly more: string }>().not.toEqualTypeOf<ValueOf<typeof mesh10>>();
    expectTypeOf<Omit<MeshInput10, 'argocd'>>().not.toEqualTypeOf<ValueOf<typeof mesh10>>();
  });
});

describe('inputType', () => {
  const typeOf = (field: Field) => inputType('Input', 'What a person writes.', field).split('\n').slice(2);

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

  it('refuses a type that it does not know', () => {
    const anything: Field = { accepts: () => true, schema: () => zod().any() };
    expect(() => typeOf(anything)).toThrow('no TypeScript for');
  });
});

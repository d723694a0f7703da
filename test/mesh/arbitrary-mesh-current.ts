import fc from 'fast-check';
import type {
  MeshInputCurrent,
  PrimaryInputCurrent,
  RemoteInputCurrent,
  RemoteOptionsInputCurrent,
} from '../../src/lines/istio-current/input';

/** A mesh with one primary. */
export interface OnePrimaryInput extends MeshInputCurrent {
  readonly primary: PrimaryInputCurrent;
  readonly remotes: readonly RemoteInputCurrent[];
}

import { sidecarInjectorFields } from '../../src/lines/istio-current/options/injection';
import { remoteOptionFieldsCurrent } from '../../src/lines/istio-current/options/remote';
import { CA_BUNDLE } from '../certificates-in-pem';
import { simpleFields } from './arbitrary-field';

const label = fc.oneof(
  fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?$/),
  // Other readers of YAML read these as numbers, booleans and null.
  fc.constantFrom('1e3', '0x1f', 'null', 'true', 'no', '12', '0'.repeat(63)),
);
const address = fc.oneof(
  fc.tuple(fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)).map((rest) => `172.${rest.join('.')}`),
  fc.nat(0xffff).map((group) => `fd12:3456::${group.toString(16)}`),
  label.map((host) => `${host.slice(0, 60)}-x.example`),
);
const istiodAddress = fc.oneof(
  address,
  fc.constantFrom(['172.16.0.1'], ['172.16.0.1', '172.16.0.2'], ['fd12:3456::1', 'fd12:3456::2']),
);
const network = fc.constantFrom('n1', 'n2', 'no', '0x1f');

/** A record with any of its keys missing. */
function some<T extends object>(
  fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> },
): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;
}

const loadBalancer = {
  annotations: fc.dictionary(fc.constantFrom('a', 'example.com/a'), fc.string({ maxLength: 8 }), {
    noNullPrototype: true,
  }),
  sourceRanges: fc.uniqueArray(fc.constantFrom('10.0.0.0/8', 'fd00::/8'), { maxLength: 2 }),
};
const gateway = {
  ...loadBalancer,
  minReplicas: fc.integer({ min: 1, max: 3 }),
  maxReplicas: fc.integer({ min: 3, max: 9 }),
  resources: fc.constantFrom(null, {}, { requests: { cpu: '1' } }, { limits: null }),
};

const options = some<Required<Omit<RemoteOptionsInputCurrent, 'crds' | 'revision' | 'namespaceRevisions'>>>({
  ...simpleFields(remoteOptionFieldsCurrent),
  kubernetes: fc.constantFrom('1.32', '1.34.1', '1.40'),
  allowUnsupportedKubernetes: fc.boolean(),
  network,
  injectedNamespaces: fc.uniqueArray(
    label.map((name) => `app-${name.slice(0, 50)}`),
    { maxLength: 3 },
  ),
  sidecarInjector: some({
    ...simpleFields(sidecarInjectorFields),
    enabled: fc.boolean(),
    injectByDefault: fc.boolean(),
    caBundle: fc.constant(CA_BUNDLE),
  }),
  validation: some({ enabled: fc.boolean(), caBundle: fc.constant(CA_BUNDLE) }),
  eastWestGateway: fc.oneof(fc.boolean(), some(gateway)),
});

const exposure = fc.oneof(
  fc.constantFrom('east-west-gateway' as const, 'load-balancer' as const),
  some(gateway).map((rest) => ({ mode: 'east-west-gateway' as const, ...rest })),
  some(loadBalancer).map((rest) => ({ mode: 'load-balancer' as const, ...rest })),
);

const tag = fc.constantFrom('prod', 'stable', 'default');

/** Any valid mesh of current Istio with one revision, without other files. */
export const meshInputOfOneRevision: fc.Arbitrary<OnePrimaryInput> = fc
  .record(
    {
      istio: fc.constantFrom('1.28', '1.28.10', '1.29.0', '1.30', '1.30.3', '1.31'),
      revision: fc.constantFrom('1-30', 'canary'),
      revisionTags: fc.uniqueArray(tag, { maxLength: 2 }),
      primary: fc.record(
        {
          name: fc.constantFrom('hq', 'null', '1e3'),
          namespace: fc.constantFrom('istio-system', 'mesh'),
          network,
          addresses: fc.record({ istiod: istiodAddress }, { noNullPrototype: true }),
          exposure,
        },
        { requiredKeys: ['name', 'addresses'], noNullPrototype: true },
      ),
      defaults: options,
      remotes: fc.array(
        fc.tuple(options, some({ istiodAddress })).map(([own, rest]) => ({ name: '', ...own, ...rest })),
        { minLength: 1, maxLength: 4 },
      ),
    },
    { requiredKeys: ['istio', 'primary', 'remotes'], noNullPrototype: true },
  )
  .map(fitting);

/** Removes what contradicts the rest of the mesh. */
function fitting({ revisionTags, ...mesh }: OnePrimaryInput): OnePrimaryInput {
  const { revision } = mesh;
  const list = Array.isArray(revisionTags) ? revisionTags : undefined;
  const tags = list?.filter((tag) => revision !== undefined || tag !== 'default');
  const isDefault = revision === undefined || tags?.includes('default') === true;
  const fitted = <T extends RemoteOptionsInputCurrent>(one: T): T =>
    isDefault || one.sidecarInjector === undefined
      ? one
      : { ...one, sidecarInjector: { ...one.sidecarInjector, injectByDefault: false } };
  return {
    ...mesh,
    ...(tags === undefined ? {} : { revisionTags: tags }),
    ...(mesh.defaults === undefined ? {} : { defaults: fitted(mesh.defaults) }),
    remotes: mesh.remotes.map((remote, index) => ({ ...fitted(remote), name: `r-${index}` })),
  };
}

const NAMES = ['1-29', '1-30', 'canary'] as const;
const RELEASES = ['1.28', '1.29.6', '1.30', '1.31'] as const;

/** The revisions of a mesh with several, and of its remotes. */
const choices = fc.record(
  {
    releases: fc.array(fc.constantFrom(...RELEASES), { minLength: 3, maxLength: 3 }),
    count: fc.integer({ min: 1, max: 3 }),
    unnamed: fc.boolean(),
    tags: fc.dictionary(tag, fc.constantFrom(...NAMES), { maxKeys: 2, noNullPrototype: true }),
    follow: fc.constantFrom(...NAMES, 'prod'),
    moved: fc.constantFrom(...NAMES),
  },
  { noNullPrototype: true },
);

/** Any valid mesh of current Istio that lists its revisions, without other files. */
export const meshInputOfRevisions: fc.Arbitrary<OnePrimaryInput> = fc
  .tuple(meshInputOfOneRevision, choices)
  .map(([{ revision: _, revisionTags: __, ...mesh }, { releases, count, unnamed, tags, follow, moved }]) => {
    const names = NAMES.slice(0, count).map((name, index) => (unnamed && index === 0 ? 'default' : name));
    const pointed = Object.entries(tags).filter(
      ([name, to]) => names.includes(to) && !(unnamed && name === 'default'),
    );
    const known = [...names, ...pointed.map(([name]) => name)];
    const ofOwn = mesh.primary.exposure !== undefined || names.length > 1;
    const takesAll = known.includes('default');
    const fitted = <T extends RemoteOptionsInputCurrent>(one: T): T => ({
      ...one,
      ...(one.sidecarInjector === undefined || takesAll
        ? {}
        : { sidecarInjector: { ...one.sidecarInjector, injectByDefault: false } }),
      ...(known.includes(follow) ? { revision: follow } : {}),
      ...(one.injectedNamespaces?.[0] !== undefined && names.includes(moved)
        ? { namespaceRevisions: { [one.injectedNamespaces[0]]: moved } }
        : {}),
    });
    return {
      ...mesh,
      revisions: names.map((name, index) => ({
        name,
        istio: releases[index] ?? '1.30',
        ...(ofOwn ? { istiodAddress: `172.16.0.${index + 1}` } : {}),
      })),
      revisionTags: Object.fromEntries(pointed),
      ...(mesh.defaults === undefined ? {} : { defaults: fitted(mesh.defaults) }),
      remotes: mesh.remotes.map(({ istiodAddress: own, ...remote }) =>
        fitted({ ...remote, ...(ofOwn || own === undefined ? {} : { istiodAddress: own }) }),
      ),
    };
  });

/** Any valid mesh of current Istio, without other files. */
export const meshInputCurrent: fc.Arbitrary<OnePrimaryInput> = fc.oneof(
  { arbitrary: meshInputOfOneRevision, weight: 2 },
  { arbitrary: meshInputOfRevisions, weight: 1 },
);

import fc from 'fast-check';
import type { MeshInputCurrent, RemoteOptionsInputCurrent } from '../../src/lines/istio-current/input';
import { sidecarInjectorFields } from '../../src/lines/istio-current/options/injection';
import { remoteOptionFieldsCurrent } from '../../src/lines/istio-current/options/remote';
import { simpleFields } from './arbitrary-field';
import { CA_BUNDLE } from './arbitrary-mesh';

const label = fc.oneof(
  fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?$/),
  // Other readers of YAML take these for numbers, booleans and null.
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

/** A record of which every key may be missing. */
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

const options = some<Required<Omit<RemoteOptionsInputCurrent, 'crds'>>>({
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

/** Any valid mesh of current Istio, without files beside it. */
export const meshInputCurrent: fc.Arbitrary<MeshInputCurrent> = fc
  .record(
    {
      istio: fc.constantFrom('1.28', '1.28.10', '1.29.0', '1.30', '1.30.3', '1.31'),
      revision: fc.constantFrom('1-30', 'canary'),
      revisionTags: fc.uniqueArray(fc.constantFrom('prod', 'stable', 'default'), { maxLength: 2 }),
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

/** Takes out what contradicts the rest of the mesh. */
function fitting({ revisionTags, ...mesh }: MeshInputCurrent): MeshInputCurrent {
  const { revision } = mesh;
  const tags = revisionTags?.filter((tag) => revision !== undefined || tag !== 'default');
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

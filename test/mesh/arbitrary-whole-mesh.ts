import fc from 'fast-check';
import type { LineName } from '../../src/mesh/mesh';
import { meshInput, resources } from './arbitrary-mesh';
import { meshInputCurrent } from './arbitrary-mesh-current';

/** Words that every plain object of JavaScript seems to have as keys. */
export const INHERITED = ['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'isPrototypeOf'] as const;

/** Inputs of a mesh from the generators of each line; add-ons change some keys. */
interface Input {
  readonly istio: string;
  readonly primary: { readonly name: string; readonly addresses: Readonly<Record<string, unknown>> };
  readonly remotes: readonly { readonly name: string; readonly apiServer?: string | undefined }[];
}

/** A record with any of its keys missing. */
function some<T extends object>(fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;
}

const annotations = fc.dictionary(
  fc.constantFrom('a', 'example.com/a', ...INHERITED),
  fc.string({ maxLength: 8 }),
  { noNullPrototype: true, maxKeys: 3 },
);
const loadBalancer = {
  annotations,
  sourceRanges: fc.uniqueArray(fc.constantFrom('10.0.0.0/8', '172.16.0.0/12'), { maxLength: 2 }),
  fixedAddresses: fc.boolean(),
};
const exposurePorts = { ports: fc.constantFrom('all', 'needed') };

const exposure10 = fc.oneof(
  fc.constantFrom('pod-ip', 'load-balancer', 'ingress-gateway', 'dedicated-gateway'),
  some({ ...exposurePorts, ...loadBalancer }).map((rest) => ({ mode: 'load-balancer', ...rest })),
  some({
    ...exposurePorts,
    selector: fc.dictionary(fc.constantFrom('istio', ...INHERITED), fc.constantFrom('a', 'b'), {
      noNullPrototype: true,
      minKeys: 1,
      maxKeys: 3,
    }),
  }).map((rest) => ({ mode: 'ingress-gateway', ...rest })),
  some({ ...exposurePorts, ...loadBalancer, replicas: fc.integer({ min: 1, max: 3 }), resources }).map(
    (rest) => ({ mode: 'dedicated-gateway', ...rest }),
  ),
);

/** Behind a gateway all addresses are the gateway's, and a fixed address is no name. */
const withExposure10 = meshInput.chain((input) =>
  fc.option(exposure10, { nil: undefined }).map((exposure): Input => {
    if (exposure === undefined) return input;
    const mode = typeof exposure === 'string' ? exposure : exposure.mode;
    const isFixed = typeof exposure === 'object' && 'fixedAddresses' in exposure && exposure.fixedAddresses;
    const addresses = Object.entries(input.primary.addresses).map(([key, address]) => [
      key,
      isFixed ? '172.16.0.9' : mode.endsWith('gateway') ? input.primary.addresses.pilot : address,
    ]);
    return {
      ...input,
      primary: { ...input.primary, exposure, addresses: Object.fromEntries(addresses) },
    } as Input;
  }),
);

/** Gateways with resources in any spelling. */
const withGateways = fc
  .tuple(
    meshInputCurrent,
    fc.array(fc.option(some({ annotations, resources }), { nil: undefined }), { maxLength: 4 }),
  )
  .map(
    ([input, gateways]): Input => ({
      ...input,
      remotes: input.remotes.map((remote, index) => ({
        ...remote,
        ...(gateways[index] === undefined ? {} : { eastWestGateway: gateways[index] }),
      })),
    }),
  );

const argocd = some({
  revision: fc.constantFrom('main', 'v1'),
  path: fc.constantFrom('.', 'dist', 'a/b'),
  project: fc.constantFrom('mesh', 'constructor'),
  namespace: fc.constantFrom('argocd', 'constructor'),
  layout: fc.constantFrom('applications', 'applicationSet'),
  syncPolicy: fc.constantFrom({}, { automated: true }, { automated: true, prune: true, selfHeal: true }),
  appliesEndpoints: fc.boolean(),
}).map((rest) => ({ repository: 'https://git.example.com/mesh.git', ...rest }));

const credentials = some({
  key: fc.constantFrom('istio/{cluster}', '{cluster}-{property}'),
  refreshInterval: fc.constantFrom('0s', '1h'),
  apiVersion: fc.constantFrom('v1', 'v1beta1'),
}).map((rest) => ({
  externalSecrets: { store: { name: 'constructor' }, properties: { kubeconfig: 'kubeconfig' }, ...rest },
}));

const names = fc.constantFrom('constructor', 'valueof', 'c'.repeat(44), 'c'.repeat(63));

/**
 * Any valid mesh of a line with the add-ons that need no files. Long names, and names that objects of JavaScript
 * inherit, are frequent.
 * @param kubernetes version of every cluster.
 * @default - the generator's choice
 */
export function wholeMesh(line: LineName, kubernetes?: string): fc.Arbitrary<Input> {
  return fc
    .record(
      {
        input: line === '1.0' ? withExposure10 : withGateways,
        argocd,
        credentials,
        name: names,
      },
      { requiredKeys: ['input'], noNullPrototype: true },
    )
    .map(({ input, argocd: cd, credentials, name }) => {
      const [first, ...rest] = input.remotes;
      const isFree = ![input.primary, ...input.remotes].some((cluster) => cluster.name === name);
      const rename = name !== undefined && isFree;
      const remotes = first === undefined || !rename ? input.remotes : [{ ...first, name }, ...rest];
      // An Application's name contains project and cluster, and the folder argocd belongs to Argo CD.
      const isShort = [input.primary, ...remotes].every((cluster) => cluster.name.length <= 50);
      return {
        ...input,
        ...(cd === undefined || !isShort ? {} : { argocd: cd }),
        ...(credentials === undefined ? {} : { credentials }),
        ...(kubernetes === undefined ? {} : { primary: { ...input.primary, kubernetes } }),
        remotes: kubernetes === undefined ? remotes : remotes.map((remote) => ({ ...remote, kubernetes })),
      };
    });
}

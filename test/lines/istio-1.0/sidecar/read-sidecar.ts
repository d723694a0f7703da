import { readTyped, type Shape } from './typed-yaml';

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly [field: string]: unknown;
}

/** The additions of injection to a pod. */
export interface Sidecar {
  readonly initContainers: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes: readonly { readonly name: string; readonly [field: string]: unknown }[];
}

const strings: Shape = { list: 'string' };

/** The fields of the Kubernetes types that sidecars use. Others count as unknown. */
const container: Shape = {
  fields: {
    name: 'string',
    image: 'string',
    imagePullPolicy: 'string',
    command: strings,
    args: strings,
    env: {
      list: {
        fields: {
          name: 'string',
          value: 'string',
          valueFrom: { fields: { fieldRef: { fields: { fieldPath: 'string' } } } },
        },
      },
    },
    resources: { fields: { limits: { map: 'quantity' }, requests: { map: 'quantity' } } },
    volumeMounts: { list: { fields: { name: 'string', mountPath: 'string', readOnly: 'boolean' } } },
    securityContext: {
      fields: {
        capabilities: { fields: { add: strings } },
        privileged: 'boolean',
        readOnlyRootFilesystem: 'boolean',
        runAsGroup: 'integer',
        runAsUser: 'integer',
      },
    },
  },
};

const volume: Shape = {
  fields: {
    name: 'string',
    emptyDir: { fields: { medium: 'string' } },
    secret: { fields: { optional: 'boolean', secretName: 'string' } },
  },
};

const sidecar: Shape = {
  fields: {
    initContainers: { list: container },
    containers: { list: container },
    volumes: { list: volume },
  },
};

/** Reads an evaluated template, and returns the fields that Kubernetes does not know. */
export function readSidecar(text: string): {
  readonly sidecar: Sidecar;
  readonly ignored: readonly string[];
} {
  const { value, ignored } = readTyped(text, sidecar);
  return { sidecar: pruned(value) as Sidecar, ignored };
}

/** Without `null`, `undefined` and empty maps, which mean the same as nothing. */
export function pruned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => pruned(item) ?? {});
  if (typeof value !== 'object' || value === null) return value ?? undefined;
  const entries = Object.entries(value).map(([key, inner]) => [key, pruned(inner)] as const);
  const kept = entries.filter(([, inner]) => inner !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Removes the pair `option value` from a list of arguments. */
export function withoutOption(
  args: readonly string[],
  option: string,
): { readonly rest: readonly string[]; readonly values: readonly (string | undefined)[] } {
  const values = args.flatMap((arg, index) => (arg === option ? [args[index + 1]] : []));
  const rest = args.filter((arg, index) => arg !== option && args[index - 1] !== option);
  return { rest, values };
}

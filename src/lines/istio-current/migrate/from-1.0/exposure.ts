/** `primary.exposure` of a mesh of Istio 1.0 in the words of current Istio; undefined when nothing is rendered. */
export function movedExposure(exposure: unknown): unknown {
  const { mode, ...options } =
    typeof exposure === 'object' && exposure !== null ? asMap(exposure) : { mode: exposure };
  const { annotations, sourceRanges, fixedAddresses, replicas, resources } = options;
  const balancer = present({ annotations, sourceRanges, fixedAddresses });
  switch (mode) {
    case 'load-balancer':
      return shortest({ mode, ...balancer });
    case 'ingress-gateway':
    case 'dedicated-gateway':
      return shortest({
        mode: 'east-west-gateway',
        ...balancer,
        ...present({ minReplicas: replicas, maxReplicas: atLeastFive(replicas), resources }),
      });
    default:
      return undefined;
  }
}

/** The gateway of this line grows to five pods unless told otherwise, so a larger number raises that too. */
function atLeastFive(replicas: unknown): number | undefined {
  return typeof replicas === 'number' && replicas > 5 ? replicas : undefined;
}

function asMap(value: object): Readonly<Record<string, unknown>> {
  return value as Readonly<Record<string, unknown>>;
}

function present(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

function shortest(exposure: { readonly mode: unknown }): unknown {
  return Object.keys(exposure).length === 1 ? exposure.mode : exposure;
}

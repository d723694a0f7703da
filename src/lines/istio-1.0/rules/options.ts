import { errorAt, type Path, type Problem, warningAt } from '../../../problem';
import { FIRST_RELEASE, hasFeature, type Release10 } from '../facts/releases';
import type { MeshInput10, RemoteOptionsInput10 } from '../input';
import type { Mesh10 } from '../mesh';

/** Returns the options that a mesh file sets, with their paths: those of all remotes, then those of each. */
export function optionsIn({ defaults = {}, remotes }: MeshInput10): [Path, RemoteOptionsInput10][] {
  return [
    [['defaults'], defaults],
    ...remotes.map((remote, index): [Path, RemoteOptionsInput10] => [['remotes', index], remote]),
  ];
}

/** An option must exist in the release: an older Pilot refuses the whole mesh config because of an unknown field. */
export function optionsExistInTheRelease(_: Mesh10, input: MeshInput10): Problem[] {
  return optionsIn(input).flatMap(([at, { proxy, policyCheckFailOpen }]) =>
    [
      tooEarly(input.istio, 'concurrency', proxy?.concurrency, [...at, 'proxy', 'concurrency']),
      tooEarly(input.istio, 'policyCheckFailOpen', policyCheckFailOpen, [...at, 'policyCheckFailOpen']),
      tooEarly(input.istio, 'proxyDomain', proxy?.domain, [...at, 'proxy', 'domain']),
    ].flat(),
  );
}

function tooEarly(
  istio: Release10,
  feature: keyof typeof FIRST_RELEASE,
  value: unknown,
  path: Path,
): Problem | [] {
  if (value === undefined || hasFeature(istio, feature)) return [];
  return errorAt(
    path,
    `exists from Istio ${FIRST_RELEASE[feature]} on, and the mesh runs ${istio}`,
    'Remove it, or upgrade the primary',
  );
}

/** A statsd address needs both parts. */
export function statsdHasHostAndPort({ remotes }: Mesh10): Problem[] {
  return remotes.flatMap(({ proxy: { statsd } }, index) => {
    const missing = (['host', 'port'] as const).filter((key) => statsd[key] === undefined);
    if (!statsd.enabled || missing.length === 0) return [];
    return errorAt(
      ['remotes', index, 'proxy', 'statsd'],
      `expected a host and a port, got no ${missing.join(' and no ')}`,
      `Add ${missing.join(' and ')}, or set enabled: false`,
    );
  });
}

/** Without an allowed architecture, pods never start. */
export function architecturesAllowOne({ remotes }: Mesh10): Problem[] {
  return remotes.flatMap(({ scheduling: { architectures } }, index) => {
    if (Object.values(architectures).some((weight) => weight > 0)) return [];
    return errorAt(
      ['remotes', index, 'scheduling', 'architectures'],
      'expected at least one architecture with a weight above 0, got none',
      'Give the architecture of your nodes the weight 2',
    );
  });
}

/** Without a pod of the injector, the webhook refuses every new pod of its namespaces. */
export function sidecarInjectorHasReplicas({ remotes }: Mesh10): Problem[] {
  return remotes.flatMap(({ sidecarInjector }, index) => {
    if (!sidecarInjector.enabled || sidecarInjector.replicas > 0) return [];
    return warningAt(
      ['remotes', index, 'sidecarInjector', 'replicas'],
      'with no injector running, the webhook refuses every new pod of the injected namespaces',
      'Set replicas to 1 or more, or enabled: false',
      ['remotes', index, 'sidecarInjector', 'enabled'],
    );
  });
}

/** The label asks for automatic injection, but the cluster has no injector. */
export function injectedNamespacesHaveAnInjector({ remotes }: Mesh10): Problem[] {
  return remotes.flatMap(({ sidecarInjector, injectedNamespaces }, index) => {
    if (sidecarInjector.enabled || injectedNamespaces.length === 0) return [];
    return warningAt(
      ['remotes', index, 'injectedNamespaces'],
      'labels namespaces for automatic injection, and sidecarInjector.enabled is false',
      'Inject these workloads by hand, or enable the injector',
      ['remotes', index, 'sidecarInjector', 'enabled'],
    );
  });
}

/** Topologies that `istio-remote init` has a starter mesh.yaml for. */
export const TOPOLOGIES = ['primary-remote', 'multi-primary', 'ambient'] as const;

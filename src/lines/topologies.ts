/** Topologies of which `istio-remote init` writes a first mesh.yaml. */
export const TOPOLOGIES = ['primary-remote', 'multi-primary', 'ambient'] as const;

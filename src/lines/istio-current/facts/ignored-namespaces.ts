/** Namespaces without injection. Source: release-1.28, pkg/kube/inject/initializer.go (IgnoredNamespaces). */
export const IGNORED_NAMESPACES: readonly string[] = [
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'local-path-storage',
];

/** The label by which a namespace asks for sidecars: of the default revision, or of one by name. */
export function injectionLabel(revision: string | undefined): { readonly key: string; readonly value: string } {
  return revision === undefined
    ? { key: 'istio-injection', value: 'enabled' }
    : { key: 'istio.io/rev', value: revision };
}

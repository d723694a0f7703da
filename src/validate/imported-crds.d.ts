/** Every CustomResourceDefinition of imports/crds, read when the project is built. */
declare module 'imports:crds' {
  interface CustomResourceDefinition {
    readonly spec: {
      readonly group: string;
      readonly scope: 'Cluster' | 'Namespaced';
      readonly names: { readonly kind: string };
      readonly versions: readonly {
        readonly name: string;
        readonly schema: { readonly openAPIV3Schema: Readonly<Record<string, unknown>> };
      }[];
    };
  }
  const definitions: readonly CustomResourceDefinition[];
  export default definitions;
}

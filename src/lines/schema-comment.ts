/** Lets editors find the schema in an installed package. */
export const SCHEMA_COMMENT =
  '# yaml-language-server: $schema=./node_modules/cdk8s-istio-remote/schema/mesh.schema.json';

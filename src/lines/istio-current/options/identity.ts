import { optional, text } from '../../../mesh/schema/fields';

const meshName = text(
  'letters, digits and inner dashes, underscores and dots, at most 63 characters',
  (value) => /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/.test(value),
);

const isTrustDomain = (value: string): boolean => /^[a-z0-9](?:[a-z0-9._-]{0,253}[a-z0-9])?$/.test(value);

/** Source: spiffe, standards/SPIFFE-ID.md, 2.1 Trust Domain; Istio writes it into certificates and policies. */
const trustDomain = text(
  'a trust domain such as mesh.example.com: lower-case letters, digits, dots, dashes and underscores',
  isTrustDomain,
  (value) => {
    const plain = value.toLowerCase().replace(/^spiffe:\/\//, '');
    return plain !== value && isTrustDomain(plain) ? `Write ${plain}` : undefined;
  },
);

/** What all clusters of a mesh have in common. @internal */
export const meshIdentityFields = {
  meshId: optional(meshName, {
    description: 'Id of the mesh, which its telemetry carries; the same in every cluster.',
    helm: 'global.meshID',
    default: 'that of Istio, the trust domain',
  }),
  trustDomain: optional(trustDomain, {
    description: 'Trust domain: the first part of the identity of every workload, the same in every cluster.',
    helm: 'meshConfig.trustDomain',
    default: 'cluster.local',
  }),
} as const;

/** What all clusters of a mesh have in common; nothing where the mesh file says nothing. */
export interface MeshIdentity {
  /** Absent: Istio takes the trust domain. */
  readonly meshId?: string;
  /** Absent: `cluster.local`. */
  readonly trustDomain?: string;
}

/** @internal */
export function resolveIdentity({
  meshId,
  trustDomain,
}: { readonly [Key in keyof MeshIdentity]: MeshIdentity[Key] | undefined }): MeshIdentity {
  return {
    ...(meshId === undefined ? {} : { meshId }),
    ...(trustDomain === undefined ? {} : { trustDomain }),
  };
}

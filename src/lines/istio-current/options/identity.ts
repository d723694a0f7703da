import { isDnsLabel } from '../../../kubernetes/names';
import { optional, text } from '../../../mesh/schema/fields';

const meshName = text(
  'letters, digits and inner dashes, underscores and dots, at most 63 characters',
  (value) => /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/.test(value),
);

/** Source: 1.30.3, pkg/config/validation/agent/validation.go (ValidateTrustDomain). */
const isTrustDomain = (value: string): boolean => value.length <= 253 && value.split('.').every(isDnsLabel);

const trustDomain = text(
  'a trust domain such as mesh.example.com: DNS labels with dots between them',
  isTrustDomain,
  (value) => {
    const plain = value.toLowerCase().replace(/^spiffe:\/\//, '');
    return plain !== value && isTrustDomain(plain) ? `Write ${plain}` : undefined;
  },
);

/** Options shared by all clusters of a mesh. @internal */
export const meshIdentityFields = {
  meshId: optional(meshName, {
    description: 'Id of the mesh in its telemetry, the same in every cluster.',
    helm: 'global.meshID',
    default: 'the trust domain, as in Istio',
  }),
  trustDomain: optional(trustDomain, {
    description: 'First part of the identity of every workload, the same in every cluster.',
    helm: 'meshConfig.trustDomain',
    default: 'cluster.local',
  }),
} as const;

/** Options shared by all clusters of a mesh. Empty if the mesh file has none. */
export interface MeshIdentity {
  /** Undefined: Istio uses the trust domain. */
  readonly meshId?: string;
  /** Undefined: `cluster.local`. */
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

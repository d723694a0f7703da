import { flag, group } from '../../../mesh/schema/fields';
import { chartOption } from '../../chart-option';
import * as kind from '../migrate/value-kinds';

/** Mesh-wide security, the same in every cluster. */
export interface MeshSecurity {
  readonly controlPlaneMutualTls: boolean;
  readonly mutualTls: boolean;
  readonly selfSignedCa: boolean;
}

/** Options of `security:`. @internal */
export const securityFields = {
  controlPlaneMutualTls: chartOption(flag(), {
    description: 'Whether sidecars and the control plane use mutual TLS.',
    helm: 'global.controlPlaneSecurityEnabled',
    read: kind.toggle,
    default: false,
  }),
  mutualTls: chartOption(flag(), {
    description: 'Whether applications use mutual TLS, in the whole mesh.',
    helm: 'global.mtls.enabled',
    read: kind.toggle,
    subchartsOnly: true,
    default: false,
  }),
  selfSignedCa: chartOption(flag(), {
    description:
      'Whether the Citadel of each cluster signs with its own root certificate. If it does, clusters do not trust each other.',
    helm: 'security.selfSigned',
    read: kind.toggle,
    default: true,
  }),
} as const;

/** `security:` of a mesh. @internal */
export const security = group(securityFields);

import { argocd } from '../../argocd/schema';
import { schema as schema10 } from '../../istio-1.0/line';
import { schema as schemaCurrent } from '../../istio-current/line';
import { credentials } from '../../remote-secret/schema';
import { sharedServices } from '../shared-services/schema';
import { inputType, meshInputTypes } from './input-types';
import { meshJsonSchema } from './json-schema';

const NAMED = {
  argocd: { name: 'ArgoCdInput', from: '../argocd/input' },
  sharedServices: { name: 'SharedServicesInput', from: '../mesh/shared-services/input' },
  credentials: { name: 'CredentialsInput', from: '../remote-secret/input' },
};

/** The committed files that the build makes from the schemas: their text, by path. */
export function generatedFiles(): Readonly<Record<string, string>> {
  return {
    'schema/mesh.schema.json': `${JSON.stringify(meshJsonSchema(), undefined, 2)}\n`,
    'src/argocd/input.ts': inputType(NAMED.argocd.name, '`argocd:` as people write it.', argocd),
    'src/mesh/shared-services/input.ts': inputType(
      NAMED.sharedServices.name,
      '`sharedServices:` as people write it.',
      sharedServices,
    ),
    'src/remote-secret/input.ts': inputType(
      NAMED.credentials.name,
      '`credentials:` as people write it.',
      credentials,
    ),
    'src/istio-1.0/input.ts': meshInputTypes('10', 'Istio 1.0', schema10, NAMED),
    'src/istio-current/input.ts': meshInputTypes('Current', 'current Istio', schemaCurrent, NAMED),
  };
}

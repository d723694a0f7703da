import { argocd } from '../src/add-ons/argocd/schema';
import { credentials } from '../src/add-ons/credentials-in-git/schema';
import { sharedServices } from '../src/add-ons/shared-services/schema';
import { reader as reader10 } from '../src/lines/istio-1.0/reader';
import { reader as readerCurrent } from '../src/lines/istio-current/reader';
import { meshJsonSchema } from '../src/lines/json-schema';
import { inputType, meshInputTypes } from './input-types';

const ADD_ONS = '../../add-ons';

/** Types of add-ons, and where the types of a mesh find them. */
const NAMED = {
  argocd: { name: 'ArgoCdInput', from: `${ADD_ONS}/argocd/input` },
  sharedServices: { name: 'SharedServicesInput', from: `${ADD_ONS}/shared-services/input` },
  credentials: { name: 'CredentialsInput', from: `${ADD_ONS}/credentials-in-git/input` },
};

/** The committed files that the build makes from the schemas: their text, by path. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  return {
    'schema/mesh.schema.json': `${JSON.stringify(await meshJsonSchema(), undefined, 2)}\n`,
    'src/add-ons/argocd/input.ts': inputType(NAMED.argocd.name, '`argocd:` in mesh.yaml.', argocd),
    'src/add-ons/shared-services/input.ts': inputType(
      NAMED.sharedServices.name,
      '`sharedServices:` in mesh.yaml.',
      sharedServices,
    ),
    'src/add-ons/credentials-in-git/input.ts': inputType(
      NAMED.credentials.name,
      '`credentials:` in mesh.yaml.',
      credentials,
    ),
    'src/lines/istio-1.0/input.ts': meshInputTypes('10', 'Istio 1.0', reader10.schema, NAMED),
    'src/lines/istio-current/input.ts': meshInputTypes(
      'Current',
      'current Istio',
      readerCurrent.schema,
      NAMED,
    ),
  };
}

import { argocd } from '../src/add-ons/argocd/schema';
import { credentials } from '../src/add-ons/credentials-in-git/schema';
import { flux } from '../src/add-ons/flux/schema';
import { rollout } from '../src/add-ons/rollout/schema';
import { sharedServices } from '../src/add-ons/shared-services/schema';
import { images } from '../src/lines/istio-1.0/options/images';
import * as remote10 from '../src/lines/istio-1.0/options/remote';
import * as schema10 from '../src/lines/istio-1.0/options/schema';
import * as gateways from '../src/lines/istio-current/options/gateways';
import * as schemaPrimary from '../src/lines/istio-current/options/primary';
import * as remoteCurrent from '../src/lines/istio-current/options/remote';
import * as schemaCurrent from '../src/lines/istio-current/options/schema';
import { meshJsonSchema } from '../src/lines/json-schema';
import { type Field, group } from '../src/mesh/schema/fields';
import { clusterPatch, jsonOperation, patch } from '../src/mesh/schema/patches';
import { clusterFields, resources } from '../src/mesh/schema/shared';
import { inputTypes, type NamedType } from './input-types';

const type = (name: string, schema: Field, what: string): NamedType => {
  return {
    name,
    schema,
    about: `${what} as people write ${/^Options|^Requests/.test(what) ? 'them' : 'it'}.`,
  };
};

/** Types that both lines use. */
const SHARED: readonly NamedType[] = [
  type('ResourcesInput', resources, 'Requests and limits of a container'),
  type('JsonOperationInput', jsonOperation, 'One step of a JSON patch'),
  type('PatchInput', patch, 'A patch of the objects of some clusters'),
  type('ClusterPatchInput', clusterPatch, 'A patch of the objects of one cluster'),
  type('ClusterInput', group(clusterFields), 'Options of every cluster'),
];
const ARGOCD = type('ArgoCdInput', argocd, '`argocd:`');
const FLUX = type('FluxInput', flux, '`flux:`');
const ROLLOUT = type('RolloutInput', rollout, '`rollout:`');
const SERVICES = type('SharedServicesInput', sharedServices, '`sharedServices:`');
const CREDENTIALS = type('CredentialsInput', credentials, '`credentials:`');

/** The same types for a line, and the file to import them from. */
const IMPORTED: readonly NamedType[] = [
  { ...ARGOCD, from: '../../add-ons/argocd/input' },
  { ...FLUX, from: '../../add-ons/flux/input' },
  { ...ROLLOUT, from: '../../add-ons/rollout/input' },
  { ...SERVICES, from: '../../add-ons/shared-services/input' },
  { ...CREDENTIALS, from: '../../add-ons/credentials-in-git/input' },
  ...SHARED.map((shared) => ({ ...shared, from: '../../mesh/input' })),
];

const ISTIO_10: readonly NamedType[] = [
  type('ImagesInput10', images, '`images:`'),
  type('RemoteOptionsInput10', remote10.remoteOptions, 'Options of a remote cluster of Istio 1.0'),
  type('RemoteInput10', remote10.remote, 'A remote cluster of Istio 1.0'),
  type('PrimaryInput10', schema10.primary, '`primary:` of a mesh of Istio 1.0'),
  type('MeshInput10', schema10.mesh10, 'A mesh of Istio 1.0'),
];

const CURRENT: readonly NamedType[] = [
  type('GatewayInputCurrent', gateways.gateway, 'Options of an east-west gateway'),
  type('ExposureInputCurrent', gateways.exposureMap, '`primary.exposure` as a map'),
  type(
    'RemoteOptionsInputCurrent',
    remoteCurrent.remoteOptions,
    'Options of a remote cluster of current Istio',
  ),
  type('RemoteInputCurrent', remoteCurrent.remote, 'A remote cluster of current Istio'),
  type('PrimaryInputCurrent', schemaPrimary.primary, '`primary:` of a mesh of current Istio'),
  type('ListedPrimaryInputCurrent', schemaPrimary.listedPrimary, 'An item of `primaries:` of current Istio'),
  type('MeshInputCurrent', schemaCurrent.meshCurrent, 'A mesh of current Istio'),
];

/** Returns the committed files that the build generates from the schemas: their text, by path. */
export async function generatedFiles(): Promise<Readonly<Record<string, string>>> {
  return {
    'schema/mesh.schema.json': `${JSON.stringify(await meshJsonSchema(), undefined, 2)}\n`,
    'src/mesh/input.ts': inputTypes(SHARED),
    'src/add-ons/argocd/input.ts': inputTypes([ARGOCD]),
    'src/add-ons/flux/input.ts': inputTypes([FLUX]),
    'src/add-ons/rollout/input.ts': inputTypes([ROLLOUT]),
    'src/add-ons/shared-services/input.ts': inputTypes([SERVICES]),
    'src/add-ons/credentials-in-git/input.ts': inputTypes([CREDENTIALS]),
    'src/lines/istio-1.0/input.ts': inputTypes(ISTIO_10, IMPORTED),
    'src/lines/istio-current/input.ts': inputTypes(CURRENT, IMPORTED),
  };
}

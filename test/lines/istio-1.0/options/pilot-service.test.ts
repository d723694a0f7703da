import { describe, expect, it } from 'vitest';
import {
  hasEndpoints,
  type PilotService,
  resolvePilotService,
} from '../../../../src/lines/istio-1.0/options/pilot-service';
import { outputOf } from '../../../../src/lines/mesh-output';
import { parseMesh } from '../../../../src/lines/read-mesh';
import { meshFiles } from '../../../../src/output/mesh-files';
import { find, readManifests } from '../../../golden/manifests';

const alias = { mode: 'external-name', host: 'pilot.example.com' } as const;
const endpoints = { mode: 'endpoints' } as const;

describe('resolvePilotService', () => {
  it.each<[PilotService, Parameters<typeof resolvePilotService>[1], PilotService]>([
    [false, undefined, false],
    [false, true, endpoints],
    [false, endpoints, endpoints],
    [false, alias, alias],
    [alias, undefined, alias],
    [alias, false, false],
    [alias, true, endpoints],
    [alias, endpoints, endpoints],
    [alias, { mode: 'external-name' }, alias],
    [
      alias,
      { mode: 'external-name', host: 'p.example.com' },
      { mode: 'external-name', host: 'p.example.com' },
    ],
    [endpoints, { mode: 'external-name' }, { mode: 'external-name' }],
  ])('merges into %j the override %j and returns %j', (base, over, result) => {
    expect(resolvePilotService(base, over)).toEqual(result);
  });
});

describe('hasEndpoints', () => {
  it.each<[PilotService, string, boolean]>([
    [false, '10.8.0.11', false],
    [endpoints, '10.8.0.11', true],
    [endpoints, 'fd00::1', true],
    [endpoints, 'pilot.example.com', false],
    [alias, '10.8.0.11', false],
    [{ mode: 'external-name' }, 'pilot.example.com', false],
  ])('says of %j and the address %s: %s', (service, pilot, wanted) => {
    expect(hasEndpoints(service, pilot)).toBe(wanted);
  });
});

describe('a mesh with pilotService: { mode: external-name } and an IP address', () => {
  const { mesh } = parseMesh(
    `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
security: { controlPlaneMutualTls: true, selfSignedCa: false }
remotes: [{ name: eu, pilotService: { mode: external-name, host: pilot.example.com } }]
`,
    'mesh.yaml',
  );
  if (mesh === undefined) throw new Error('expected a valid mesh');
  const [file] = meshFiles(outputOf(mesh));
  const objects = readManifests(file?.text ?? '');

  it('has an alias of the host, and no Endpoints', () => {
    expect(find(objects, 'Service', 'istio-pilot').spec).toMatchObject({
      type: 'ExternalName',
      externalName: 'pilot.example.com',
    });
    expect(objects.map(({ kind }) => kind)).not.toContain('Endpoints');
  });

  it('lets sidecars ask for the name that contains the namespace of Pilot', () => {
    expect(JSON.stringify(find(objects, 'ConfigMap', 'istio'))).toContain(
      'discoveryAddress: istio-pilot.istio-system:15005',
    );
  });
});

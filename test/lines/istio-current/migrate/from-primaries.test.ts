import { describe, expect, it } from 'vitest';
import { installationOf } from '../../../../src/lines/istio-current/control-plane/installation';
import type { MeshCurrent } from '../../../../src/lines/istio-current/mesh';
import { migratePrimaries } from '../../../../src/lines/istio-current/migrate/from-primaries/migrate-primaries';
import { parseMesh } from '../../../../src/lines/read-mesh';
import { seenFrom } from '../../../../src/mesh/primaries';
import { problemText, UserError } from '../../../../src/problem';

const source = (name: string, text: string) => ({ kind: 'file', name: `${name}.yaml`, text }) as const;

const values = (name: string, more = '') => `global:
  meshID: mesh1
  multiCluster: { clusterName: ${name} }
  network: net-${name}
  imagePullSecrets: [regcred]
pilot:
  autoscaleMin: 2
env: { PILOT_A: "1" }
meshConfig: { accessLogFile: /dev/stdout }
${more}`;

function meshOf(text: string): MeshCurrent {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh?.line !== 'current') throw new Error(problems.map(problemText).join('\n'));
  return mesh;
}

/** Returns istiod's values on a primary of a migrated mesh. */
function istiodValues(text: string, name: string) {
  const mesh = meshOf(text);
  const primary = mesh.primaries.find((one) => one.name === name);
  const [revision] = mesh.revisions;
  if (primary === undefined || revision === undefined) throw new Error(`no primary ${name}`);
  return installationOf(seenFrom(mesh, primary), revision).values;
}

function refused(...texts: readonly (readonly [string, string])[]): string[] {
  try {
    migratePrimaries(texts.map(([name, text]) => source(name, text)));
  } catch (error) {
    if (error instanceof UserError && typeof error.problems !== 'string')
      return error.problems.map(problemText);
    throw error;
  }
  return [];
}

describe('migrate from the values of primaries', () => {
  const { text, warnings } = migratePrimaries(
    [source('eu', values('eu')), source('us', values('us', 'resources: { requests: { cpu: "2" } }'))],
    '1.30.3',
  );

  it('makes an entry of each, and says once what they have in common', () => {
    expect(text.replace(/^ *#.*\n/gm, '')).toBe(`istio: 1.30.3
meshId: mesh1
controlPlane:
  values:
    meshConfig:
      accessLogFile: /dev/stdout
    pilot:
      autoscaleMin: 2
      env:
        PILOT_A: "1"
primaries:
  - name: eu
    network: net-eu
    imagePullSecrets:
      - regcred
    eastWestGateway: true # for clusters of other networks
  - name: us
    network: net-us
    imagePullSecrets:
      - regcred
    eastWestGateway: true # for clusters of other networks
    controlPlane:
      values:
        pilot:
          resources:
            requests:
              cpu: "2"
`);
    expect(warnings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  it('gives each istiod the values that it had, in the shape that every installer reads', () => {
    const global = (name: string) => ({
      meshID: 'mesh1',
      multiCluster: { clusterName: name },
      network: `net-${name}`,
      imagePullSecrets: ['regcred'],
    });
    const pilot = { autoscaleMin: 2, env: { PILOT_A: '1' } };
    const meshConfig = { accessLogFile: '/dev/stdout' };
    expect(istiodValues(text, 'eu')).toEqual({ global: global('eu'), pilot, meshConfig });
    expect(istiodValues(text, 'us')).toEqual({
      global: global('us'),
      pilot: { ...pilot, resources: { requests: { cpu: '2' } } },
      meshConfig,
    });
  });

  it('takes the release from the images, and knows which istiod has remotes', () => {
    const one = (name: string) =>
      source(name, `global: { tag: 1.29.6, externalIstiod: true, multiCluster: { clusterName: ${name} } }`);
    const { text: migrated } = migratePrimaries([one('a'), one('b')]);
    expect(migrated).toContain('istio: 1.29.6\n');
    expect(migrated).toContain('# It manages remotes: list them below remotes, with primary: b\n');
    expect(migrated).not.toContain('externalIstiod');
  });

  it('makes a mesh in ambient mode of values with that profile', () => {
    const more = (name: string) =>
      source(
        name,
        values(name, 'profile: ambient').replace('PILOT_A: "1"', 'AMBIENT_ENABLE_MULTI_NETWORK: "true"'),
      );
    const { text: migrated } = migratePrimaries([more('eu'), more('us')], '1.30.3');
    expect(migrated).toContain('dataPlane: ambient\n');
    expect(istiodValues(migrated, 'eu')).toMatchObject({
      profile: 'ambient',
      pilot: { autoscaleMin: 2, env: { AMBIENT_ENABLE_MULTI_NETWORK: 'true' } },
    });
  });

  it.each([
    [
      'one file',
      [['eu', values('eu')]],
      '--primary-values: expected the values of several primaries, got one file. Name a file for each primary. The values of a single one belong into controlPlane.values, see docs/control-plane.md',
    ],
    [
      'values without the name of the cluster',
      [
        ['eu', values('eu')],
        ['us', 'global: { meshID: mesh1 }'],
      ],
      'us.yaml:1:1 global.multiCluster.clusterName: expected the cluster id of this primary, got nothing. Add it: other clusters know this one by its id',
    ],
    [
      'values of a remote',
      [
        ['eu', values('eu')],
        ['us', values('us', 'profile: remote')],
      ],
      'us.yaml:10:10 profile: expected the values of an istiod, got those of a remote. Give them to `istio-remote migrate --values FILE --cluster NAME`',
    ],
    [
      'two mesh ids',
      [
        ['eu', values('eu')],
        ['us', values('us').replace('mesh1', 'mesh2')],
      ],
      'us.yaml:2:11 global.meshID: us has "mesh2" for meshId, and eu has "mesh1": clusters of one mesh have the same. Correct one of the two, or migrate them to two meshes',
    ],
    [
      'two clusters of one name',
      [
        ['eu', values('eu')],
        ['us', values('eu').replace('net-eu', 'net-us')],
      ],
      'us.yaml:3:32 global.multiCluster.clusterName: expected a name of its own, got "eu", which a primary has too. Rename one of the two clusters',
    ],
  ] as const)('refuses %s', (_, texts, message) => {
    expect(refused(...(texts as readonly (readonly [string, string])[]))).toEqual([message]);
  });

  it('refuses a credential at its place, and never repeats it', () => {
    const token = `ghp_${'abcdefghijklmnopqrstuvwxyz0123456789'}`;
    const [problem = '', ...others] = refused(
      ['eu', values('eu')],
      ['us', values('us', `x: { TOKEN: ${token} }`)],
    );
    expect(others).toEqual([]);
    expect(problem).toMatch(/^us\.yaml:.*contains what looks like a credential/);
    expect(problem).not.toContain(token);
  });
});

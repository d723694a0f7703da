import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { problemText } from '../../../src/problem';
import { readManifests } from '../../golden/manifests';
import type { ExposureObject } from './exposure-object';

/** A mesh with the test's exposure and addresses, as JSON, which is valid YAML. */
export function meshText({
  exposure,
  addresses = { pilot: '10.9.0.1', policy: '10.9.0.1', telemetry: '10.9.0.1', zipkin: '10.9.0.1' },
  primary = {},
  security,
}: {
  readonly exposure?: unknown;
  readonly addresses?: Readonly<Record<string, string>>;
  readonly primary?: object;
  readonly security?: object;
}): string {
  return JSON.stringify({
    istio: '1.0.9',
    primary: { name: 'hq', addresses, ...primary, ...(exposure === undefined ? {} : { exposure }) },
    ...(security === undefined ? {} : { security }),
    defaults: { pilotService: true },
    remotes: [{ name: 'eu' }],
  });
}

/** Returns the problems of a mesh, one line each, without their place in the text. */
export function problemsOf(options: Parameters<typeof meshText>[0]): string[] {
  return parseMesh(meshText(options), 'mesh.yaml').problems.map((problem) =>
    problemText({ ...problem, position: { line: 1, column: 1 } }).replace('mesh.yaml:1:1 ', ''),
  );
}

/** Returns the objects of the primary's exposure.k8s.yaml. Empty without such a file. */
export function exposureObjects(options: Parameters<typeof meshText>[0]): readonly ExposureObject[] {
  const { mesh, problems } = parseMesh(meshText(options), 'mesh.yaml');
  if (mesh === undefined) throw new Error(problems.map(problemText).join('\n'));
  const file = [...meshFiles(outputOf(mesh))].find(({ path }) => path === 'hq/exposure.k8s.yaml');
  return file === undefined
    ? []
    : (readManifests(file.text) as readonly object[] as readonly ExposureObject[]);
}

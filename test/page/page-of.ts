import { outputOf } from '../../src/lines/mesh-output';
import { parseMesh } from '../../src/lines/read-mesh';
import { outputFiles } from '../../src/output/mesh-files';

/** A mesh of Istio 1.0 with this many remotes; more lines come before the remotes. */
export function meshText(remotes: number, more = ''): string {
  const each = Array.from(
    { length: remotes },
    (_, index) => `  - name: r${index}
    kubernetes: "1.${15 + (index % 7)}"
    podCidrs: [10.${index >> 8}.${index & 255}.0/24]
    injectedNamespaces: [shop]
`,
  );
  return `istio: 1.0.9
primary: { name: hq, kubernetes: "1.20", addresses: { pilot: 10.200.0.11, policy: 10.200.0.12 } }
${more}remotes:
${each.join('')}`;
}

/** A mesh of current Istio with two networks. */
export const CURRENT = `istio: "1.30.3"
primary:
  name: hq
  kubernetes: "1.33"
  network: net-hq
  addresses: { istiod: istiod.example.com }
  exposure: east-west-gateway
remotes:
  - { name: eu, kubernetes: "1.33", network: net-eu, eastWestGateway: true, injectedNamespaces: [shop] }
  - { name: ap, kubernetes: "1.32", network: net-hq, sidecarInjector: { enabled: false } }
`;

/** A mesh of current Istio with as many remotes as asked, on the network of the primary and on two more. */
export function threeNetworks(remotes: number): string {
  const each = Array.from(
    { length: remotes },
    (_, index) =>
      `  - { name: r${index}, kubernetes: "1.33", network: net-${index % 3}, eastWestGateway: true, injectedNamespaces: [shop] }\n`,
  );
  return `istio: "1.30.3"
primary:
  name: hq
  kubernetes: "1.33"
  network: net-0
  addresses: { istiod: 10.16.0.11 }
  exposure: east-west-gateway
remotes:
${each.join('')}`;
}

/** Pages of the output by path. */
export function pagesOf(text: string): Map<string, string> {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(JSON.stringify(problems));
  const files = [...outputFiles(outputOf(mesh))].filter(({ path }) => path.endsWith('.md'));
  return new Map(files.map(({ path, text }) => [path, text]));
}

/** Returns the page of the mesh. */
export function pageOf(text: string): string {
  return pagesOf(text).get('README.md') ?? '';
}

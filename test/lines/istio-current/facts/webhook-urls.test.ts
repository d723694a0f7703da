import { describe, expect, it } from 'vitest';
import {
  calledNames,
  customHosts,
  webhookUrls,
} from '../../../../src/lines/istio-current/facts/webhook-urls';
import type { MeshCurrent } from '../../../../src/lines/istio-current/mesh';
import type { RevisionCurrent } from '../../../../src/lines/istio-current/revisions';
import { parseMesh } from '../../../../src/lines/read-mesh';
import { CA_BUNDLE } from '../../../certificates-in-pem';

function meshOf(address: string, remotes: readonly string[] = [''], top = ''): MeshCurrent {
  const items = remotes.map((remote, index) => `  - { name: r${index}, network: n1${remote} }\n`);
  const { mesh, problems } = parseMesh(
    `istio: "1.30"\n${top}primary: { name: hq, network: n1, addresses: { istiod: ${address} } }\nremotes:\n${items.join('')}`,
    'mesh.yaml',
  );
  if (mesh?.line !== 'current') throw new Error(JSON.stringify(problems));
  return mesh;
}

const firstOf = ({ revisions: [first] }: MeshCurrent): RevisionCurrent => first ?? { istio: '' };
const urlsOf = (mesh: MeshCurrent) =>
  mesh.remotes.map((remote) =>
    Object.values(webhookUrls(mesh.primary, remote, firstOf(mesh))).filter((called) => called !== undefined),
  );
const TRUSTED = `, validation: { caBundle: ${CA_BUNDLE} }`;
const NAME = 'istiod.mesh.example.com';
const url = (of: string) => `https://${of}/inject/cluster/r0/net/n1`;
const withUrl = (of: string) => `, sidecarInjector: { url: "${url(of)}" }`;

describe('the URLs of istiod for an API server', () => {
  it.each(['10.8.0.11', '"fd00::11"', '[10.8.0.11, 10.8.0.12]'])('are none for %s', (address) => {
    expect(urlsOf(meshOf(address))).toEqual([[]]);
  });

  it.each([
    ['a DNS name of the primary', meshOf(NAME, [TRUSTED])],
    ['a DNS name of its own', meshOf('10.8.0.11', [`, istiodAddress: ${NAME}${TRUSTED}`])],
  ])('are those of %s, on the port of istiod itself', (_, mesh) => {
    expect(urlsOf(mesh)).toEqual([[url(`${NAME}:15017`), `https://${NAME}:15017/validate`]]);
  });

  it('are what mesh.yaml says, for the validating webhook where the Service is an alias', () => {
    expect(urlsOf(meshOf('10.8.0.11', [withUrl('lb.example.com:443') + TRUSTED]))).toEqual([
      [url('lb.example.com:443')],
    ]);
    expect(urlsOf(meshOf(NAME, [withUrl('lb.example.com:8443') + TRUSTED]))).toEqual([
      [url('lb.example.com:8443'), 'https://lb.example.com:8443/validate'],
    ]);
  });

  it('leave out a validating webhook without a caBundle, which has no effect', () => {
    expect(urlsOf(meshOf(NAME))).toEqual([[url(`${NAME}:15017`)]]);
  });

  it('are left out where the webhooks are', () => {
    const off = `, sidecarInjector: { enabled: false }, validation: { enabled: false, caBundle: ${CA_BUNDLE} }`;
    expect(urlsOf(meshOf(NAME, [off]))).toEqual([[]]);
  });
});

describe('ISTIOD_CUSTOM_HOST', () => {
  it('lists each host that a remote uses to call istiod once', () => {
    const remotes = ['', ', istiodAddress: eu.example.com', ', istiodAddress: eu.example.com'];
    const mesh = meshOf(NAME, remotes);
    expect(customHosts(mesh, firstOf(mesh))).toEqual([NAME, 'eu.example.com']);
  });

  it('lists IP addresses, which no TLS handshake names', () => {
    const mesh = meshOf('10.8.0.11', [withUrl('[fd00::11]:15017')]);
    expect(customHosts(mesh, firstOf(mesh))).toEqual(['fd00::11']);
    expect(calledNames(mesh, firstOf(mesh))).toEqual([]);
  });

  it('lists those of each revision apart', () => {
    const mesh = meshOf(
      'old.example.com',
      [''],
      'revisions: [{ name: 1-29 }, { name: 1-30, istiodAddress: new.example.com }]\n',
    );
    expect(mesh.revisions.map((revision) => customHosts(mesh, revision))).toEqual([
      ['old.example.com'],
      ['new.example.com'],
    ]);
  });
});

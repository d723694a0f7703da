import { describe, expect, it } from 'vitest';
import { imagesInManifests, imagesInPart } from '../../src/output/images';
import { images } from '../../src/output/mesh-files';
import { Sandbox } from '../e2e/sandbox';
import { openNow } from '../open-now';
import { CURRENT, meshText } from '../page/page-of';

function imagesOf(mesh: string, files: Readonly<Record<string, string>> = {}) {
  using sandbox = new Sandbox({ 'mesh.yaml': mesh, ...files });
  return images(openNow(sandbox.path('mesh.yaml')).output);
}

describe('images', () => {
  it('lists what runs in a remote and what its template injects, sorted, with the clusters', () => {
    expect(imagesOf(meshText(2))).toEqual([
      { image: 'docker.io/istio/citadel:1.0.9', clusters: ['r0', 'r1'] },
      { image: 'docker.io/istio/proxy_init:1.0.9', clusters: ['r0', 'r1'] },
      { image: 'docker.io/istio/proxyv2:1.0.9', clusters: ['r0', 'r1'] },
      { image: 'docker.io/istio/sidecar_injector:1.0.9', clusters: ['r0', 'r1'] },
    ]);
  });

  it('leaves out a missing injector, and the sidecar if the template is not ours', () => {
    const names = (sidecarInjector: string) =>
      imagesOf(meshText(1, `defaults: { sidecarInjector: ${sidecarInjector} }\n`)).map(({ image }) => image);
    expect(names('{ enabled: false }')).not.toContain('docker.io/istio/sidecar_injector:1.0.9');
    expect(names('{ template: false }')).toEqual([
      'docker.io/istio/citadel:1.0.9',
      'docker.io/istio/sidecar_injector:1.0.9',
    ]);
  });

  it('follows a registry of your own, and lists what core dumps need beside it', () => {
    const mesh = meshText(
      1,
      'defaults: { images: { hub: "registry.local:5000/mesh", tag: 1.0.9-fips }, proxy: { initImage: init, coreDump: true } }\n',
    );
    expect(imagesOf(mesh).map(({ image }) => image)).toEqual([
      'registry.local:5000/mesh/citadel:1.0.9-fips',
      'registry.local:5000/mesh/init:1.0.9-fips',
      'registry.local:5000/mesh/proxy_init:1.0.9-fips',
      'registry.local:5000/mesh/proxyv2:1.0.9-fips',
      'registry.local:5000/mesh/sidecar_injector:1.0.9-fips',
    ]);
  });

  it('lists the gateway of the primary', () => {
    const mesh = `istio: 1.0.9
primary:
  name: hq
  addresses: { pilot: 10.200.0.11 }
  exposure: { mode: dedicated-gateway, annotations: {} }
remotes: [{ name: r0 }]
`;
    expect(imagesOf(mesh)).toContainEqual({ image: 'docker.io/istio/proxyv2:1.0.9', clusters: ['hq', 'r0'] });
  });

  it('lists images of injected workloads, init containers and sidecars included', () => {
    const workload = `kind: Deployment
apiVersion: apps/v1
metadata: { name: web }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      initContainers: [{ name: setup, image: example.com/setup:1 }]
      containers:
        - { name: web, image: "example.com/web@sha256:0f3a" }
`;
    const mesh = meshText(1, 'defaults: { sidecarInjector: { enabled: false } }\n').replace(
      'injectedNamespaces: [shop]',
      'injectedWorkloads: [web.yaml]',
    );
    const names = imagesOf(mesh, { 'web.yaml': workload }).map(({ image }) => image);
    expect(names).toContain('example.com/setup:1');
    expect(names).toContain('example.com/web@sha256:0f3a');
  });

  it('does not list what the injector of current Istio fills in', () => {
    expect(imagesOf(CURRENT)).toEqual([]);
  });
});

describe('imagesInPart', () => {
  it('reads quoted images, and those in the branches of a Go template', () => {
    const text = `      image: 'a:1'
      - image: "b:2"
        image:
        [[- if x ]]
          [[ printf "%q" y ]]
        [[- else ]]
          "c:3"
        [[- end ]]
        imagePullPolicy: "Always"
        image: auto
`;
    expect(imagesInPart(text)).toEqual(['a:1', 'b:2', 'c:3']);
  });
});

describe('imagesInManifests', () => {
  it('follows aliases and merge keys, and takes no image of anything but a container', () => {
    const text = `kind: Pod
x: &c { name: c, image: "e:5" }
spec:
  image: not-this
  containers: [*c, { <<: *c, image: f:6 }, { name: none }]
  ephemeralContainers: [{ image: g:7 }]
---
kind: List
items: [{ kind: Pod, spec: { initContainers: [{ image: h:8 }] } }]
`;
    expect(imagesInManifests(text)).toEqual(['e:5', 'f:6', 'g:7', 'h:8']);
  });
});

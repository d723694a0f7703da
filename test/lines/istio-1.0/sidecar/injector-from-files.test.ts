import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Chart, Testing } from 'cdk8s';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { injectObject } from '../../../../src/inject/inject-object';
import type { Sidecar } from '../../../../src/inject/injector';
import { WORKLOAD_KINDS } from '../../../../src/inject/workload-kinds';
import { printYaml } from '../../../../src/kubernetes/text/print-yaml';
import { InjectionConfig } from '../../../../src/lines/istio-1.0/constructs/injection-config';
import { MeshConfig } from '../../../../src/lines/istio-1.0/constructs/mesh-config';
import { injectorFromFiles } from '../../../../src/lines/istio-1.0/sidecar/injector-from-files';
import { injectionConfigOf, meshInjector } from '../../../../src/lines/istio-1.0/sidecar/mesh-injector';
import {
  openTemplateEngine,
  type TemplateEngine,
} from '../../../../src/lines/istio-1.0/sidecar/template-engine/engine';
import { CONFIGURATIONS, meshOf } from '../../../inject/mesh-of';
import { acceptedPod, type SeenPod } from './pods';

const folder = mkdtempSync(join(tmpdir(), 'live-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

let engine: TemplateEngine;
beforeAll(async () => {
  engine = await openTemplateEngine();
});

function file(name: string, value: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof value === 'string' ? value : printYaml(value));
  return path;
}

function viewOf({ objectMeta, spec }: SeenPod) {
  const { labels, annotations } = objectMeta;
  return { metadata: { ...pod.metadata, labels, annotations }, spec: { ...spec } };
}

/** Quantities as text: a template has no other way to write them. */
function comparable(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, inner: unknown) =>
    key === 'requests' || key === 'limits'
      ? Object.fromEntries(Object.entries(Object(inner)).map(([name, size]) => [name, String(size)]))
      : inner,
  );
}

function template(text: string, meshConfig: unknown = {}) {
  const inject = file('inject.yaml', { policy: 'enabled', template: text });
  return injectorFromFiles(inject, file('mesh.yaml', meshConfig), engine);
}

const pod = {
  metadata: { name: 'a', generateName: '', namespace: '', labels: {}, annotations: {} },
  spec: { containers: [] },
};

describe('a configuration that was made elsewhere', () => {
  it.each(Object.keys(CONFIGURATIONS))(
    'makes the sidecars of the mesh that it comes from: %s',
    (configuration) => {
      const { mesh, remote } = meshOf(CONFIGURATIONS[configuration]);
      const { policy, template: text, config } = injectionConfigOf(mesh, remote as never);
      const live = injectorFromFiles(
        file('inject.yaml', { policy, template: text }),
        file('mesh.yaml', config),
        engine,
      );
      const own = meshInjector(mesh, remote as never);
      expect(live.version).toBe(own.version);
      fc.assert(
        fc.property(acceptedPod, (seen) => {
          const view = viewOf(seen);
          expect(comparable(live.sidecar(view))).toEqual(comparable(own.sidecar(view)));
        }),
        { numRuns: 25 },
      );
    },
  );

  it('may be the ConfigMaps, alone or in a List', () => {
    const chart = new Chart(new App(), 'maps');
    new InjectionConfig(chart, 'inject');
    new MeshConfig(chart, 'mesh', { addresses: { pilot: '10.8.0.11' } });
    const maps: unknown[] = Testing.synth(chart);
    const list = file('list.yaml', { apiVersion: 'v1', kind: 'List', items: maps });
    const [inject, mesh] = [file('a.yaml', maps[0]), file('b.yaml', maps[1])];
    const alone = injectorFromFiles(inject, mesh, engine);
    expect(alone.sidecar(pod).containers).toHaveLength(1);
    expect(injectorFromFiles(list, list, engine).sidecar(pod)).toEqual(alone.sidecar(pod));
  });

  it('is read as the injector does: numbers become text, unknown fields vanish', () => {
    const sidecar = template(`containers:
- name: istio-proxy
  args: [[ "[" ]][[ .ProxyConfig.ProxyAdminPort ]], 1.10, yes, ~]
  restartPolicy: Always
  securityContext: { runAsUser: 1337, privileged: no }
imagePullSecrets:
- name: registry
other: field
`).sidecar(pod);
    expect(sidecar).toEqual({
      containers: [
        {
          name: 'istio-proxy',
          args: ['15000', '1.1', 'true', ''],
          securityContext: { runAsUser: 1337, privileged: false },
        },
      ],
      imagePullSecrets: [{ name: 'registry' }],
    });
  });

  it('sees what an API server fills in', () => {
    const fields = [
      '.ObjectMeta.Namespace',
      '.ObjectMeta.GenerateName',
      '.Spec.ServiceAccountName',
      '.Spec.DeprecatedServiceAccount',
      '.Spec.DNSPolicy',
      '.Spec.RestartPolicy',
      '.Spec.SchedulerName',
      '.Spec.TerminationGracePeriodSeconds',
      '.Spec.Priority',
      '.Spec.SecurityContext.SupplementalGroups',
      '(index .Spec.Tolerations 1).Key',
    ];
    const containerFields = [
      '.ImagePullPolicy',
      '.TerminationMessagePath',
      '.TerminationMessagePolicy',
      '(index .Ports 0).Protocol',
      '.LivenessProbe.HTTPGet.Path',
      '.LivenessProbe.HTTPGet.Scheme',
      '.LivenessProbe.HTTPGet.Port',
      '.LivenessProbe.TimeoutSeconds',
      '.LivenessProbe.PeriodSeconds',
      '.LivenessProbe.SuccessThreshold',
      '.LivenessProbe.FailureThreshold',
      '.Lifecycle.PreStop.HTTPGet.Port',
      '.Resources.Limits.Cpu',
      '.Resources.Requests.Memory',
      '.Resources.Requests.Cpu.String',
      '.SecurityContext',
    ];
    const lines = (list: string[]) => list.map((field) => `  - '[[ ${field} ]]'`).join('\n');
    const injector = template(`containers:
- name: istio-proxy
  args:
${lines(fields)}
[[ range .Spec.Containers ]]
${lines(containerFields)}
[[ end ]]
`);
    const manifest = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        template: {
          spec: {
            serviceAccount: 'web',
            containers: [
              {
                name: 'web',
                image: 'nginx',
                ports: [{ containerPort: 80 }],
                livenessProbe: { httpGet: { port: 80 } },
                lifecycle: { preStop: { httpGet: { port: 'http' } } },
                resources: { limits: { memory: '1024Mi' } },
              },
            ],
          },
        },
      },
    };
    const { values, problems } = injectObject(manifest, injector, WORKLOAD_KINDS);
    expect(problems).toEqual([]);
    const args = values.flatMap(({ path, value }) =>
      path.at(-1) === 'containers' ? [(value as Sidecar['containers'])?.at(-1)] : [],
    );
    expect(args).toEqual([
      {
        name: 'istio-proxy',
        args: [
          ...[
            'default',
            'web-',
            'web',
            'web',
            'ClusterFirst',
            'Always',
            'default-scheduler',
            '30',
            '0',
            '[]',
          ],
          'node.kubernetes.io/unreachable',
          ...['Always', '/dev/termination-log', 'File', 'TCP', '/', 'HTTP', '80', '1', '10', '1', '3'],
          ...['http', '0', '1Gi', '0', '<nil>'],
        ],
      },
    ]);
  });

  it('has the functions and defaults of the injector', () => {
    const text = `containers:
- name: [[ annotation .ObjectMeta "a" "default" ]]
  image: '[[ toJson .ObjectMeta.Labels ]]'
  args:
  - '[[ applicationPorts .Spec.Containers ]]'
  - '[[ includeInboundPorts .Spec.Containers ]]'
  - '[[ excludeInboundPort 15020 "80, 90" ]]'
  - '[[ formatDuration .ProxyConfig.DrainDuration ]]'
  - '[[ formatDuration .MeshConfig.ConnectTimeout ]]'
  - '[[ .ProxyConfig.ControlPlaneAuthPolicy ]]'
  - '[[ eq .ProxyConfig.InterceptionMode.String "TPROXY" ]]'
  - '[[ .MeshConfig.DefaultConfig.DiscoveryAddress ]]'
`;
    const injector = template(text, {
      default_config: { interceptionMode: 'TPROXY' },
      connectTimeout: '90s',
    });
    const containers = [
      { name: 'web', ports: [{ containerPort: 80 }] },
      { name: 'istio-proxy', ports: [{ containerPort: 1 }] },
    ];
    const metadata = { ...pod.metadata, labels: { app: 'x' } };
    expect(injector.sidecar({ metadata, spec: { containers } }).containers).toEqual([
      {
        name: 'default',
        image: '{"app":"x"}',
        args: ['80', '80,1', '80,90,15020', '2s', '1m30s', 'NONE', 'true', 'istio-pilot:15007'],
      },
    ]);
  });

  it.each([
    ['[[ .Nothing ]]', /template fails: .*Nothing/],
    ['[[ if ]]', /template fails: template: inject:1/],
    ['containers: {', /no valid YAML/],
    ['containers: text', /cannot read: expected a list/],
    ['containers: [{ securityContext: { runAsUser: root } }]', /runAsUser.*expected a number/],
  ])('with the template %j fails with a reason', (text, reason) => {
    expect(() => template(text).sidecar(pod)).toThrow(reason);
  });

  it('that is no configuration is refused', () => {
    const good = file('good.yaml', { template: '' });
    expect(() => injectorFromFiles(join(folder, 'none'), good, engine)).toThrow(/no such file/);
    expect(() => injectorFromFiles(file('bad.yaml', '{'), good, engine)).toThrow(/not valid YAML/);
    expect(() => injectorFromFiles(file('map.yaml', { kind: 'ConfigMap', data: {} }), good, engine)).toThrow(
      /key `config`/,
    );
    expect(() => injectorFromFiles(file('bare.yaml', { policy: 'enabled' }), good, engine)).toThrow(
      /key `template`/,
    );
  });

  it('leaves nothing behind in the process', () => {
    expect(Object.keys(globalThis)).not.toContain('Go');
    expect(parse('a: 1')).toEqual({ a: 1 });
  });
});

it('says what to do when an installation lacks the engine', async () => {
  await expect(openTemplateEngine([join(folder, 'nowhere')])).rejects.toThrow(
    /nowhere lacks the engine for Go templates\. Install cdk8s-istio-remote again/,
  );
});

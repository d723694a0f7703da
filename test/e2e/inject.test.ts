import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { bin, cleanEnvironment, istioRemote } from './run';
import { Sandbox } from './sandbox';

const DEPLOYMENT = `---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web # the only one
          image: nginx
          ports:
            - containerPort: 80
`;
const CLUSTER = ['--cluster', 'ap-south-1'];

/** Writes the largest memory of a run when it ends with process.exit. */
const METER = `process.on('exit', () => {
  require('node:fs').writeFileSync(process.env.METER, String(process.resourceUsage().maxRSS / 1024));
});`;

/** Limit in megabytes. */
function peakMemory(sandbox: Sandbox, args: readonly string[]): number {
  sandbox.write('meter.cjs', METER);
  execFileSync(
    process.execPath,
    ['--require', sandbox.path('meter.cjs'), bin(), 'inject', ...CLUSTER, ...args],
    {
      cwd: sandbox.folder,
      env: { ...cleanEnvironment(), METER: sandbox.path('meter') },
      stdio: 'ignore',
    },
  );
  return Number(sandbox.read('meter'));
}

describe('istio-remote inject', () => {
  it('reads standard input and writes standard output', () => {
    using sandbox = new Sandbox();
    const options = { cwd: sandbox.folder };
    const { code, stdout, stderr } = istioRemote(['inject', '-f', '-', ...CLUSTER], {
      ...options,
      input: DEPLOYMENT,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('        - name: istio-proxy\n');
    expect(istioRemote(['inject', '-f', '-', '--revert'], { ...options, input: stdout }).stdout).toBe(
      DEPLOYMENT,
    );
  });

  it('injects into each document of a long file', () => {
    using sandbox = new Sandbox();
    sandbox.write('many.yaml', DEPLOYMENT.repeat(1000));
    const { code, stdout } = istioRemote(['inject', '-f', 'many.yaml', ...CLUSTER], { cwd: sandbox.folder });
    expect(code).toBe(0);
    expect(stdout.match(/name: istio-proxy$/gm)).toHaveLength(1000);
  });

  it('does not take more memory for a longer file', () => {
    using sandbox = new Sandbox();
    sandbox.write('many.yaml', DEPLOYMENT.repeat(2_000));
    sandbox.write('more.yaml', DEPLOYMENT.repeat(40_000));
    const many = peakMemory(sandbox, ['-f', 'many.yaml', '--output', 'out.yaml']);
    const more = peakMemory(sandbox, ['-f', 'more.yaml', '--output', 'out.yaml']);
    expect(more).toBeLessThan(many * 1.8);
  });

  it('injects with the files that it prints as it does with the mesh', () => {
    using sandbox = new Sandbox();
    const options = { cwd: sandbox.folder };
    sandbox.write('web.yaml', DEPLOYMENT);
    expect(istioRemote(['inject', '--print-config', ...CLUSTER, '--output', '.'], options).code).toBe(0);
    const live = ['--inject-config', 'inject-config.yaml', '--mesh-config', 'mesh-config.yaml'];
    const { code, stdout, stderr } = istioRemote(['inject', '-f', 'web.yaml', ...live], options);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toBe(istioRemote(['inject', '-f', 'web.yaml', ...CLUSTER], options).stdout);
  });
});

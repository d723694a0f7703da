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

/** Prints what a run took when it ends, which is by process.exit. */
const METER = `process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  require('node:fs').writeFileSync(process.env.METER, JSON.stringify({ cpu: (user + system) / 1e6, rss: process.resourceUsage().maxRSS / 1024 }));
});`;

/** Seconds of processor time and megabytes at most. */
function measured(sandbox: Sandbox, args: readonly string[]): { cpu: number; rss: number } {
  sandbox.write('meter.cjs', METER);
  execFileSync(
    process.execPath,
    ['--require', sandbox.path('meter.cjs'), bin(), 'inject', ...CLUSTER, ...args],
    {
      cwd: sandbox.folder,
      env: { ...cleanEnvironment(), METER: sandbox.path('meter.json') },
      stdio: 'ignore',
    },
  );
  return JSON.parse(sandbox.read('meter.json'));
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

  it('takes less than a second for 1,000 documents after its start', () => {
    using sandbox = new Sandbox();
    sandbox.write('one.yaml', DEPLOYMENT);
    sandbox.write('many.yaml', DEPLOYMENT.repeat(1000));
    const start = measured(sandbox, ['-f', 'one.yaml', '--output', 'out.yaml']);
    const whole = measured(sandbox, ['-f', 'many.yaml', '--output', 'out.yaml']);
    expect(sandbox.read('out.yaml').match(/name: istio-proxy$/gm)).toHaveLength(1000);
    // Processor time: that of the clock depends on what else this machine does.
    expect(whole.cpu - start.cpu).toBeLessThan(1);
  });

  it('does not take more memory for a longer file', () => {
    using sandbox = new Sandbox();
    sandbox.write('many.yaml', DEPLOYMENT.repeat(2_000));
    sandbox.write('more.yaml', DEPLOYMENT.repeat(40_000));
    const many = measured(sandbox, ['-f', 'many.yaml', '--output', 'out.yaml']);
    const more = measured(sandbox, ['-f', 'more.yaml', '--output', 'out.yaml']);
    expect(more.rss).toBeLessThan(many.rss * 1.8);
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

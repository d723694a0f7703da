import { chmodSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Page, page } from '../docs/pages';
import { controller } from '../sealed-secrets/controller';
import { ApiServer, apiServerFor } from './api-server';
import type { IstioLine } from './api-servers';
import { currentMesh, mesh } from './live-inventory';
import { oneKubeconfig } from './one-kubeconfig';
import { bin, istioRemote, run } from './run';
import { Sandbox } from './sandbox';

const LINES = [
  { line: '1.0', title: 'Istio 1.0', meshOf: mesh, token: 'istio-multi-token' },
  {
    line: 'current',
    title: 'current Istio',
    meshOf: currentMesh,
    token: 'istio-reader-service-account-istio-remote-secret-token',
  },
] as const;

/** Returns the commands of a page for a line. A heading with a line is only for that line. */
function commandsFor(line: IstioLine, { text }: Page): string[] {
  const commands: string[] = [];
  let heading = '';
  for (const row of text.split('\n')) {
    if (row.startsWith('#')) heading = row;
    const isOther = LINES.some((one) => one.line !== line && heading.endsWith(one.title));
    const command = /^\s*\$ (.*)$/.exec(row)?.[1];
    if (command !== undefined && !isOther) commands.push(command);
  }
  return commands;
}

describe.each(LINES)('docs/rotation.md with $title', ({ line, meshOf, token }) => {
  const binaries = apiServerFor(line);
  const commands = commandsFor(line, page('docs/rotation.md'));

  it('has commands for its parts', () => {
    for (const part of [
      'join --rotate',
      'delete serviceaccount',
      '--seal',
      '--output',
      '--token-request',
      'doctor',
    ])
      expect(commands.filter((command) => command.includes(part))).not.toEqual([]);
  });

  describe.skipIf(binaries === undefined)('on two real API servers', () => {
    let primary: ApiServer;
    let remote: ApiServer;
    let sandbox: Sandbox;

    beforeAll(async () => {
      if (binaries === undefined) return;
      primary = await ApiServer.start(binaries);
      remote = await ApiServer.start(binaries);
      // The contexts on the page have the clusters' names.
      const text = meshOf('', '').replace(/^ +kubeconfig: *\n/gm, '');
      sandbox = new Sandbox({ 'mesh.yaml': text, 'controller.pem': controller().certificate });
      sandbox.write('kubeconfig', oneKubeconfig({ hq: primary, 'eu-west-1': remote }));
      sandbox.write('bin/kubectl', `#!/bin/sh\nexec '${remote.program('kubectl')}' "$@"\n`);
      sandbox.write('bin/istio-remote', ISTIO_REMOTE);
      for (const name of ['kubectl', 'istio-remote']) chmodSync(sandbox.path(`bin/${name}`), 0o755);
      primary.succeed(['create', 'namespace', 'istio-system']);
      primary.succeed(['create', 'deployment', 'istiod', '--image=istiod', '--namespace', 'istio-system']);
      remote.succeed(['create', 'namespace', 'shop']);
      expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
      remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
      await remote.token(token);
    });

    afterAll(() => {
      primary?.stop();
      remote?.stop();
      sandbox?.[Symbol.dispose]();
    });

    it.each(commands)('%s', (command) => {
      const env = {
        PATH: `${sandbox.path('bin')}:${process.env.PATH}`,
        HOME: sandbox.folder,
        KUBECONFIG: sandbox.path('kubeconfig'),
      };
      const { code, stdout, stderr } = run('sh', ['-e', '-c', command], { cwd: sandbox.folder, env });
      expect(code, stdout + stderr).toBe(0);
    });
  });
});

/** The tests' servers are on localhost, nobody answers questions, and doctor finds a cluster without Istio broken. */
const ISTIO_REMOTE = `#!/bin/sh
node='${process.execPath} ${bin()}'
case "$1 $*" in
"join "*--rotate*) exec $node "$@" --allow-localhost --yes ;;
"join "* | "kubeconfig "*) exec $node "$@" --allow-localhost ;;
"doctor "*) $node "$@" --skip-addresses || [ $? = 1 ] ;;
*) exec $node "$@" ;;
esac
`;

import { expect } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { istioRemote, type Ran, type RunOptions } from './run';
import type { Sandbox } from './sandbox';

/**
 * Runs the command in a folder, and searches its output for credentials.
 * @param env @default - no kubeconfig except the ones in mesh.yaml
 */
export function runLive(
  sandbox: Sandbox,
  args: readonly string[],
  env: RunOptions['env'] = { KUBECONFIG: '/dev/null', HOME: sandbox.folder },
): Ran {
  const ran = istioRemote(args, { cwd: sandbox.folder, env });
  expect([findCredentials(ran.stdout), findCredentials(ran.stderr)]).toEqual([[], []]);
  return ran;
}

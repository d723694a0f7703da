import { expect } from 'vitest';
import type { Finding } from '../../src/doctor/finding';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { istioRemote } from './run';
import type { Sandbox } from './sandbox';

/** Runs doctor on the mesh in a folder. Expects broken findings each time, and no credential. */
export function examined(sandbox: Sandbox, remotes: readonly string[]): Finding[] {
  const options = ['--json', '--timeout', '5s', '--skip-addresses'];
  const { code, stdout, stderr } = istioRemote(['doctor', ...remotes, ...options], { cwd: sandbox.folder });
  expect(code, stderr).toBe(1);
  expect(findCredentials(stdout + stderr)).toEqual([]);
  return (JSON.parse(stdout) as { findings: Finding[] }).findings;
}

/** Returns the finding of a check about a cluster. */
export function statusOf(found: readonly Finding[], cluster: string, check: string): string | undefined {
  return found.find((finding) => finding.cluster === cluster && finding.check === check)?.status;
}

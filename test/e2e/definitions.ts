import { readFileSync } from 'node:fs';
import { isAtLeast } from '../../src/kubernetes/version';
import type { ApiServer } from './api-server';

/**
 * Applies definitions of `imports/crds`. On a real cluster, the installations of Istio, Argo CD and others create
 * them.
 */
export function define(server: ApiServer, ...names: readonly string[]): void {
  for (const name of names) {
    const text = readFileSync(`imports/crds/${name}.yaml`, 'utf8');
    server.succeed(
      ['apply', '-f', '-'],
      isAtLeast(server.kubernetes, '1.22') ? text : withNullableText(text),
    );
  }
  server.succeed(['wait', '--for', 'condition=Established', '--timeout', '60s', 'crd', '--all']);
}

/**
 * Makes texts nullable. An old kube-apiserver built with a new Go reads an empty text in a list as null
 * (go-openapi/validate compares reflected values): it refuses `group: ""`, which every AppProject has. The server
 * still stores the empty text.
 */
function withNullableText(definitions: string): string {
  return definitions.replace(/^( *)type: string$/gm, '$&\n$1nullable: true');
}

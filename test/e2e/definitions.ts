import { readFileSync } from 'node:fs';
import { isAtLeast } from '../../src/kubernetes/version';
import type { ApiServer } from './api-server';

/** Applies definitions of `imports/crds`, which on a real cluster the installations of Istio, Argo CD and others bring. */
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
 * Texts may be null. An old kube-apiserver that a new Go has built takes an empty text in a list for null
 * (go-openapi/validate compares reflected values): it refuses `group: ""`, as every AppProject has it. What the server
 * keeps is the empty text all the same.
 */
function withNullableText(definitions: string): string {
  return definitions.replace(/^( *)type: string$/gm, '$&\n$1nullable: true');
}

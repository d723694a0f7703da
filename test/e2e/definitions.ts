import { readFileSync } from 'node:fs';
import type { ApiServer } from './api-server';

/**
 * Applies definitions of `imports/crds`, which on a real cluster the installations of Istio, Argo CD and others bring.
 *
 * Strings may be null in them. This kube-apiserver 1.20 is built with a Go that is years younger than it, under which
 * its validator of custom resources takes an empty text in a list for null (go-openapi/validate compares reflected
 * values): it refuses `group: ""`, as every AppProject has it. What the server keeps is the empty text all the same.
 */
export function define(server: ApiServer, ...names: readonly string[]): void {
  for (const name of names) {
    const text = readFileSync(`imports/crds/${name}.yaml`, 'utf8');
    server.succeed(['apply', '-f', '-'], text.replace(/^( *)type: string$/gm, '$&\n$1nullable: true'));
  }
  server.succeed(['wait', '--for', 'condition=Established', '--timeout', '60s', 'crd', '--all']);
}

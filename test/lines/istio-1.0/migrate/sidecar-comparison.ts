import { parse } from 'yaml';
import type { Mesh10 } from '../../../../src/lines/istio-1.0/mesh';
import { outputOf } from '../../../../src/lines/mesh-output';
import { meshFiles } from '../../../../src/output/mesh-files';
import { asMap, byName, differencesBetween, readObjects } from '../../../chart-objects';
import { texts } from '../sidecar/go-engine';
import { BARE_POD } from '../sidecar/pods';
import { readSidecar, withoutOption } from '../sidecar/read-sidecar';

/**
 * Compares what the two injection templates add to a pod without anything of its own, both evaluated by Go.
 * `--zipkinAddress` is left aside: the chart tests a value that nobody sets (difference 5 of docs/chart-parity.md).
 * Sidecars without resources are not compared: there the chart's template ends in YAML that nobody can read.
 */
export function sidecarDifferences(mesh: Mesh10, rendered: string): string[] {
  if (Object.keys(mesh.remotes[0]?.proxy.resources ?? {}).length === 0) return [];
  const ours = [...meshFiles(outputOf(mesh))].map(({ text }) => text).join('\n');
  const templates = [rendered, ours].map((manifests) => templateIn(manifests, mesh.primary.namespace));
  const [theirs, own] = templates;
  if (theirs === undefined && own === undefined) return [];
  if (theirs === undefined || own === undefined) return ['only one of the two has a template'];
  const [chart, synth] = texts([theirs, own].map((template) => ({ template, ...BARE_POD }))).map(sidecarOf);
  return differencesBetween(chart, synth, 'sidecar');
}

function templateIn(manifests: string, namespace: string): string | undefined {
  const config = byName(readObjects(manifests)).get(`ConfigMap ${namespace}/istio-sidecar-injector`);
  return config === undefined
    ? undefined
    : (asMap(parse(String(asMap(config.data).config))).template as string);
}

function sidecarOf(text: string): unknown {
  const { sidecar } = readSidecar(text);
  const containers = sidecar.containers.map((container) => ({
    ...container,
    args: withoutOption(container.args ?? [], '--zipkinAddress').rest,
  }));
  return { ...sidecar, containers };
}

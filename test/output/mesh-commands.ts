import { join } from 'node:path';
import { check as checkOutput } from '../../src/output/check';
import { manifestsAsText, writeMesh } from '../../src/output/synth-mesh';
import type { validationOf as makeValidation } from '../../src/validate/validate-files';
import { openNow } from '../open-now';

/** The options of `istio-remote synth` and `check`. */
interface Options {
  readonly config: string;
  readonly outdir: string;
  readonly clusters: readonly string[];
  readonly validationOf?: typeof makeValidation;
}

function opened({ config, outdir, validationOf }: Options) {
  const { mesh, line, output, warnings } = openNow(config);
  const validation = validationOf?.(mesh, line.validation(mesh), (path) => join(outdir, path));
  return { output, warnings, ...(validation === undefined ? {} : { validation }) };
}

/** Runs `istio-remote synth` on a mesh file. */
export function synth(options: Options) {
  const { output, warnings, ...validation } = opened(options);
  const { outdir, clusters } = options;
  return { report: writeMesh(output, { outdir, clusters, ...validation }), warnings };
}

/** Runs `istio-remote check` on a mesh file. */
export function check(options: Options) {
  const { output, warnings, ...validation } = opened(options);
  const { outdir, clusters } = options;
  const { problems, ...checked } = checkOutput(output, { outdir, clusters, ...validation });
  return { ...checked, problems: [...warnings, ...problems] };
}

/** Returns the output of `istio-remote synth --stdout`. */
export function* synthToText(
  config: string,
  clusters: readonly string[],
  validationOf?: typeof makeValidation,
) {
  const { mesh, line, output } = openNow(config);
  yield* manifestsAsText(output, clusters, validationOf?.(mesh, line.validation(mesh)));
}

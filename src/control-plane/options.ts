import type { HelmMap } from '../migrate/helm-values/helm-value';
import type { Format } from './formats';

/** The installation of control planes in mesh.yaml, with every default filled in. */
export interface ControlPlaneOptions {
  /** Undefined: the user installs it, and synth writes nothing for it. */
  readonly install?: Format;
  /** Undefined: the repository of the release. */
  readonly repository?: string;
  /** The user's own values, for the control plane of every primary. */
  readonly values: HelmMap;
}

interface ControlPlaneInput {
  readonly install?: Format | undefined;
  readonly repository?: string | undefined;
  readonly values?: Readonly<Record<string, unknown>> | undefined;
}

/** Fills in the defaults of `controlPlane`. */
export function resolveControlPlane({
  install,
  repository,
  values = {},
}: ControlPlaneInput = {}): ControlPlaneOptions {
  return {
    ...(install === undefined ? {} : { install }),
    ...(repository === undefined ? {} : { repository }),
    // The reader of mesh.yaml only returns values that JSON has.
    values: values as HelmMap,
  };
}

import type { HelmMap } from '../migrate/helm-values/helm-value';
import type { Format } from './formats';

/** What mesh.yaml says about the installation of control planes, complete. */
export interface ControlPlaneOptions {
  /** Absent: it is left to people, and nothing is rendered for it. */
  readonly install?: Format;
  /** Absent: the one of the release. */
  readonly repository?: string;
  /** Values of the user's own, for the control plane of every primary. */
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
    // The reader of mesh.yaml makes nothing but what JSON has.
    values: values as HelmMap,
  };
}

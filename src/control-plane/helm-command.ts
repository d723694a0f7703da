import { shellWord } from '../kubernetes/kubectl';

/** How Helm 3 installs a chart, or upgrades an installation. */
export interface HelmInstallation {
  /** Name of the Helm release. */
  readonly release: string;
  readonly chart: string;
  readonly version: string;
  /** URL of the Helm repository, without a slash at the end. */
  readonly repository: string;
  readonly namespace: string;
  /** Whether Helm creates the namespace. */
  readonly createNamespace: boolean;
}

/** Returns the command that installs a chart with the values on standard input. */
export function helmCommand(installation: HelmInstallation): string {
  const { release, chart, version, repository, namespace, createNamespace } = installation;
  const source = repository.startsWith('oci://')
    ? shellWord(`${repository}/${chart}`)
    : `${chart} --repo ${shellWord(repository)}`;
  return [
    `helm upgrade --install ${release} ${source}`,
    `--version ${shellWord(version)} --namespace ${namespace}`,
    ...(createNamespace ? ['--create-namespace'] : []),
    '--values -',
  ].join(' ');
}

import { helmCommand } from '../../../control-plane/helm-command';
import type { ControlPlaneRequest } from '../../../control-plane/line-control-plane';
import { shellWord } from '../../../kubernetes/kubectl';
import { printYaml } from '../../../kubernetes/text/print-yaml';
import type { ChartInstallation, Installation } from './installation';

/**
 * Prints the values of each chart as a document, after the command that installs the chart. The command prints its
 * own values again, so you can paste it unchanged.
 */
export function helmValues(installation: Installation, request: ControlPlaneRequest): string {
  const { cluster, istio, revision, charts } = installation;
  const which = revision === 'default' ? '' : `, revision ${revision}`;
  const documents = charts.map(
    (chart) => `---\n# ${commandOf(installation, chart, request)}\n${printYaml(chart.values)}`,
  );
  return `# Istio ${istio}${which} in ${cluster}, from mesh.yaml: Helm 3 installs these charts, in this order.\n${documents.join('')}`;
}

/** Returns the command that installs a chart with the values that this tool prints. */
function commandOf(
  { cluster, repository, revision }: Installation,
  { chart, version, release, namespace }: ChartInstallation,
  { config }: ControlPlaneRequest,
): string {
  const print = [
    `istio-remote control-plane ${cluster} --format helm --chart ${chart}`,
    ...(revision === 'default' ? [] : [`--revision ${revision}`]),
    ...(config === undefined ? [] : [`--config ${shellWord(config)}`]),
  ].join(' ');
  const createNamespace = chart === 'base';
  return `${print} | ${helmCommand({ release, chart, version, repository, namespace, createNamespace })}`;
}

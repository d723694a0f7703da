import type { SharedServiceRow } from '../add-ons/shared-services/read-services';
import { CLUSTER_OPTIONS, CONTEXT_OPTION, connectionOptions } from './cluster-options';
import { command, flagOption, type Option, type OptionValues, type Terminal, textOption } from './command';
import { jsonText, openMesh, showProblems, tableLines } from './mesh-options';

const OPTIONS = {
  ...CLUSTER_OPTIONS,
  ...CONTEXT_OPTION,
  from: textOption('Cluster to read Services from, by id.', { completes: 'clusters' }),
  json: flagOption('Print the result as JSON.'),
} as const satisfies Record<string, Option>;

type Values = OptionValues<typeof OPTIONS> & { readonly service: readonly string[] };

export const servicesCommand = command({
  name: 'services',
  summary: 'List shared Services, or read them from a cluster.',
  help: `Without --from, lists the sharedServices of mesh.yaml and the clusters that share them.

With --from, reads Services from that cluster and writes each to services/<cluster>/<namespace>.<name>.yaml beside
mesh.yaml. Fields that belong to that one cluster are left out: addresses, node ports, status, ownership. services reads the
Services with this cluster in \`from\`, or the ones that you give as namespace/name. If one of them is missing, it writes
nothing. Commit the files: \`istio-remote synth\` makes the copies from them.`,
  options: OPTIONS,
  positionals: { service: { array: true, describe: 'Services to read, as namespace/name.' } },
  examples: [
    ['istio-remote services', 'see what is shared with whom'],
    ['istio-remote services --from eu-west-1', 'read the services of eu-west-1 that mesh.yaml names'],
    ['istio-remote services --from eu-west-1 shop/cart', 'read one service'],
  ],
  run: (values, terminal) =>
    values.from === undefined ? list(values, terminal) : read(values.from, values, terminal),
});

async function list({ config, service: wanted, json }: Values, terminal: Terminal): Promise<number> {
  const { listServices } = await import('../add-ons/shared-services/read-services');
  const { mesh, warnings } = await openMesh(config);
  const services = listServices(mesh);
  showProblems(warnings, terminal);
  const chosen = wanted.length === 0 ? services : services.filter(({ service }) => wanted.includes(service));
  terminal.out(json ? jsonText(chosen) : table(chosen));
  if (chosen.length === 0)
    terminal.err('No such service is shared. Add it to sharedServices in mesh.yaml.\n');
  return chosen.length === 0 && wanted.length > 0 ? 1 : 0;
}

async function read(cluster: string, values: Values, terminal: Terminal): Promise<number> {
  const connection = connectionOptions(values, terminal);
  const { LIVE_FOLDER } = await import('../add-ons/shared-services/shared-services');
  const { readServices } = await import('../add-ons/shared-services/read-services');
  const { mesh } = await openMesh(values.config, { alone: true });
  const { report, warnings } = await readServices(mesh, { connection, cluster, services: values.service });
  showProblems(warnings, terminal);
  const { added, changed, unchanged } = report;
  const lines = Object.entries({ added, changed, unchanged }).flatMap(([outcome, paths]) =>
    paths.map((path) => `${LIVE_FOLDER}/${path}: ${outcome}\n`),
  );
  terminal.out(values.json ? jsonText({ added, changed, unchanged }) : lines.sort().join(''));
  return 0;
}

function table(services: readonly SharedServiceRow[]): string {
  if (services.length === 0) return '';
  const rows = services.map(({ service, from, to }) => [service, from.join(', '), to.join(', ') || 'none']);
  return `${tableLines([['SERVICE', 'FROM', 'TO'], ...rows]).join('\n')}\n`;
}

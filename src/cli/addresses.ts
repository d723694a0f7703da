import type { AddressesResult, AddressRow } from '../addresses/compare-addresses';
import { ADDRESS_OPTIONS } from '../lines/registry';
import { UsageError } from '../problem';
import { CLUSTER_OPTIONS, connectionOptions } from './cluster-options';
import { command, flagOption, type Terminal, textOption } from './command';
import { jsonText, tableLines } from './mesh-options';

export const addressesCommand = command({
  name: 'addresses',
  summary: 'Compare the addresses of the control plane with mesh.yaml, or write them.',
  help: `Reads the addresses of the control plane from the live primary (istiod, or pilot, policy, telemetry and zipkin of Istio 1.0). Prints a
table that compares them with mesh.yaml. addresses looks at the gateway, at load balancers in front of the components or, with
Istio 1.0, at the pods. Without --from, primary.exposure decides.

If pods are not ready, if there are several pods, or if a load balancer has no address, the table says so. addresses never
guesses.

Exits 1 if an address is in doubt, and with --check also if one differs.`,
  options: {
    ...CLUSTER_OPTIONS,
    context: textOption(
      "The primary's context in the kubeconfig. Default: context of the primary in mesh.yaml, else the context with the primary's name, else the current context.",
    ),
    primary: textOption('Id of the primary. Required if mesh.yaml has several primaries.'),
    from: textOption(
      `Source of the addresses: ${ADDRESS_OPTIONS.current.sources.join(', ')}; with Istio 1.0: ${ADDRESS_OPTIONS['1.0'].sources.join(', ')}.`,
      { choices: [...new Set([...ADDRESS_OPTIONS.current.sources, ...ADDRESS_OPTIONS['1.0'].sources])] },
    ),
    component: textOption(
      `Only this component: ${ADDRESS_OPTIONS['1.0'].components.join(', ')}. Default: the components in mesh.yaml and all that run.`,
      { array: true },
    ),
    write: flagOption('Write the addresses into mesh.yaml; comments, order and quotes stay as they are.'),
    check: flagOption('Exit 1 if an address differs, for a scheduled job.'),
    json: flagOption('Print the report as JSON.'),
  },
  examples: [
    ['istio-remote addresses', 'compare'],
    ['istio-remote addresses --write && istio-remote synth', 'copy the live addresses into mesh.yaml'],
    ['istio-remote addresses --check --from services --context hq-admin', 'for a scheduled job'],
  ],
  async run(values, terminal) {
    const { config, write, check, json } = values;
    if (write && check) throw new UsageError('Give --write or --check, not both.');
    const connection = connectionOptions(values, terminal);
    const { addressFinderOf, readMeshForAddresses } = await import('../lines/edit-addresses');
    const { openCluster, withRunLimit } = await import('../kubernetes/api/open-cluster');
    const { addresses } = await import('../addresses/compare-addresses');
    const file = await readMeshForAddresses(config, values.primary);
    const result = await addresses(file, await addressFinderOf(file.mesh), {
      from: values.from,
      components: values.component,
      write,
      open: (primary) => openCluster(primary, withRunLimit(connection)),
    });
    const { from, rows, written } = result;
    terminal.out(json ? jsonText({ from, addresses: rows, written }) : table(rows));
    showOutcome(result, write, config, terminal);
    return result.unknown.length > 0 || (check && result.differing.length > 0) ? 1 : 0;
  },
});

function table(rows: readonly AddressRow[]): string {
  const cells = rows.map(({ component, inFile = '-', live = '-', state, differs, source }) => [
    component,
    inFile,
    live,
    differs ? `${state}, ${inFile === '-' ? 'not in the file' : 'differs'}` : state,
    source,
  ]);
  return `${tableLines([['COMPONENT', 'IN MESH.YAML', 'LIVE', 'STATE', 'SOURCE'], ...cells]).join('\n')}\n`;
}

function showOutcome(result: AddressesResult, write: boolean, config: string, terminal: Terminal): void {
  const { rows, unknown, differing, written } = result;
  for (const { component, note } of rows) if (note !== undefined) terminal.err(`${component}: ${note}\n`);
  if (written.length > 0)
    terminal.err(`Wrote ${written.join(', ')} into ${config}. Run \`istio-remote synth\`.\n`);
  else if (write && unknown.length > 0)
    terminal.err(`Nothing is written, since the address of ${unknown.join(', ')} is in doubt.\n`);
  else if (write) terminal.err(`${config} says the same already.\n`);
  else if (differing.length > 0)
    terminal.err(
      `${config} differs in ${differing.join(', ')}. Run \`istio-remote addresses --write\`, then \`istio-remote synth\`.\n`,
    );
}

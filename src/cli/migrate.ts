import type { MigratedMesh } from '../lines/line';
import { UsageError } from '../problem';
import { command, flagOption, type Option, type OptionValues, textOption } from './command';
import { showProblems } from './mesh-options';

const OPTIONS = {
  values: textOption('A values file; `-` for standard input.', { array: true }),
  set: textOption("Values as in Helm's --set: a.b=c,d={x,y},e[0].f=g", { array: true }),
  'set-string': textOption('The same, always as text.', { array: true }),
  'set-json': textOption('The same, as JSON.', { array: true }),
  cluster: textOption('Cluster id of the remote. Required without --to.'),
  namespace: textOption('Namespace that you gave to Helm. Default: istio-system.'),
  kubernetes: textOption(
    'Kubernetes version of the remote. Default: 1.21, or the oldest of a current release.',
  ),
  istio: textOption('Istio release, if global.tag does not say it. Default: 1.0.9.'),
  primary: textOption('Cluster id of the primary. Default: primary.'),
  'ignore-unknown': flagOption(
    'Leave out values that the chart does not read, with one warning: for a values file that several charts share.',
  ),
  'primary-values': textOption(
    'The values of the chart istiod of one primary. Give it once for each primary of a mesh.',
    { array: true },
  ),
  to: textOption('Release of current Istio to convert a mesh of Istio 1.0 to.'),
} as const satisfies Record<string, Option>;

export const migrateCommand = command({
  name: 'migrate',
  summary: 'Turn Helm values into mesh.yaml, or a mesh of Istio 1.0 into a current one.',
  help: `Reads your Helm values and prints a commented mesh.yaml. synth then renders what \`helm template\` renders with those
values, except for the differences in docs/chart-parity.md. The chart is istio-remote of Istio 1.0. With --istio 1.28 or
newer, the charts are base and istiod with profile remote. Several files and flags are merged as in Helm. Values that equal the
chart's defaults are left out. A value that the chart does not have is an error.

With --primary-values, migrate reads the Helm values of the istiod of each primary and prints a mesh.yaml with these
primaries. Settings that all clusters must share become options. All other values go below controlPlane.values, and common
ones are there once.

With --to, migrate reads a mesh.yaml of Istio 1.0 and prints one of current Istio for the same clusters. Options without
an equivalent are listed on standard error with their place. docs/moving-from-1.0.md explains which cluster moves when.`,
  positionals: { mesh: { describe: 'The mesh file, with --to. Default: mesh.yaml.' } },
  options: OPTIONS,
  examples: [
    ['istio-remote migrate --values values.yaml --cluster eu-west-1 > mesh.yaml', 'take over one remote'],
    ['istio-remote migrate --values a.yaml --set global.mtls.enabled=true --cluster eu', 'files and flags'],
    ['istio-remote migrate --istio 1.30.3 --values istiod.yaml --cluster eu', 'values of current Istio'],
    [
      'istio-remote migrate --primary-values eu.yaml --primary-values us.yaml > mesh.yaml',
      'take over a mesh with several primaries',
    ],
    ['istio-remote migrate --to 1.30 mesh.yaml > current/mesh.yaml', 'the same clusters on current Istio'],
  ],
  async run(values, terminal) {
    const { text, warnings } = await migrated(values);
    showProblems(warnings, terminal);
    terminal.data(text);
    return 0;
  },
});

type Values = OptionValues<typeof OPTIONS> & { readonly mesh: string | undefined };

async function migrated(values: Values): Promise<MigratedMesh> {
  if (values.to !== undefined) return fromMesh(values, values.to);
  return values['primary-values'].length > 0 ? fromPrimaries(values) : fromHelm(values);
}

/** Options that --primary-values allows besides itself. */
async function fromPrimaries({ istio, 'primary-values': files, ...others }: Values): Promise<MigratedMesh> {
  for (const [name, value] of Object.entries(others))
    if (value === true || (typeof value === 'object' && value.length > 0) || typeof value === 'string')
      throw new UsageError(
        `--primary-values reads values of primaries, and --${name} is about something else.`,
      );
  const { migratePrimaries } = await import('../lines/migrate');
  return migratePrimaries(files, istio);
}

async function fromMesh({ mesh = 'mesh.yaml', to: _, ...others }: Values, to: string): Promise<MigratedMesh> {
  for (const [name, value] of Object.entries(others))
    if (value === true || (typeof value === 'object' && value.length > 0) || typeof value === 'string')
      throw new UsageError(`--to reads a mesh file, and --${name} is for Helm values.`);
  const { migrateMesh } = await import('../lines/migrate');
  return migrateMesh(mesh, to);
}

async function fromHelm(values: Values): Promise<MigratedMesh> {
  const { mesh, cluster, namespace, istio, primary, kubernetes } = values;
  if (mesh !== undefined)
    throw new UsageError(`${mesh} would be a mesh file to move with --to; Helm values come with --values.`);
  if (cluster === undefined) throw new UsageError('Name the remote cluster with --cluster.');
  const { migrate } = await import('../lines/migrate');
  return migrate({
    values: values.values,
    set: values.set,
    setString: values['set-string'],
    setJson: values['set-json'],
    cluster,
    ignoreUnknown: values['ignore-unknown'],
    ...(namespace === undefined ? {} : { namespace }),
    ...(kubernetes === undefined ? {} : { kubernetes }),
    ...(istio === undefined ? {} : { istio }),
    ...(primary === undefined ? {} : { primary }),
  });
}

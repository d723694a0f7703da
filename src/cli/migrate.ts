import type { MigratedMesh } from '../lines/line';
import { migrate, migrateMesh } from '../lines/migrate';
import { command } from './command';
import { showProblems } from './shared-options';

export const migrateCommand = command({
  name: 'migrate',
  summary: 'Turn Helm values into a mesh.yaml, or a mesh of Istio 1.0 into one of current Istio.',
  help: `Reads the values that you gave to Helm and prints a commented mesh.yaml whose synth equals \`helm template\` with
those values, but for the differences in docs/chart-parity.md: of the chart istio-remote of Istio 1.0, or, with --istio
1.28 to 1.31, of the charts base and istiod with profile remote. Several files and flags merge as in Helm. Values equal
to the chart's defaults are left out; a value that the chart does not know is an error.

With --to it reads a mesh.yaml of Istio 1.0 and prints one of current Istio for the same clusters. What has no
equivalent is told on standard error, with its place; docs/moving-from-1.0.md tells in which order clusters can move.`,
  positionals: { mesh: { describe: 'The mesh file, with --to. Default: mesh.yaml.' } },
  options: {
    values: { type: 'string', array: true, describe: 'A values file; `-` for standard input.' },
    set: { type: 'string', array: true, describe: "Values as in Helm's --set: a.b=c,d={x,y},e[0].f=g" },
    'set-string': { type: 'string', array: true, describe: 'The same, always as text.' },
    'set-json': { type: 'string', array: true, describe: 'The same, as JSON.' },
    cluster: { type: 'string', describe: 'Cluster id of the remote. Needed, but for --to.' },
    namespace: { type: 'string', describe: 'Namespace that you gave to Helm. Default: istio-system.' },
    kubernetes: {
      type: 'string',
      describe: 'Kubernetes version of the remote. Default: 1.21, or the oldest of a current release.',
    },
    istio: { type: 'string', describe: 'Istio release, where global.tag does not tell. Default: 1.0.9.' },
    primary: { type: 'string', describe: 'Cluster id of the primary. Default: primary.' },
    to: { type: 'string', describe: 'Release of current Istio to which a mesh of Istio 1.0 moves.' },
  },
  examples: [
    ['istio-remote migrate --values values.yaml --cluster eu-west-1 > mesh.yaml', 'take over one remote'],
    ['istio-remote migrate --values a.yaml --set global.mtls.enabled=true --cluster eu', 'files and flags'],
    ['istio-remote migrate --istio 1.30.3 --values istiod.yaml --cluster eu', 'values of current Istio'],
    ['istio-remote migrate --to 1.30 mesh.yaml > current/mesh.yaml', 'the same clusters on current Istio'],
  ],
  async run(values, terminal) {
    const asked = values.to === undefined ? fromHelm(values) : fromMesh(values, values.to);
    if (typeof asked === 'string') {
      terminal.err(`istio-remote: ${asked}\nRun \`istio-remote migrate --help\` to see what it takes.\n`);
      return 2;
    }
    const { text, warnings } = await asked();
    showProblems(warnings, terminal);
    terminal.out(text);
    return 0;
  },
});

/** Values of the options, as far as this file looks at them. */
interface Values {
  readonly values: readonly string[];
  readonly set: readonly string[];
  readonly 'set-string': readonly string[];
  readonly 'set-json': readonly string[];
  readonly cluster: string | undefined;
  readonly namespace: string | undefined;
  readonly kubernetes: string | undefined;
  readonly istio: string | undefined;
  readonly primary: string | undefined;
  readonly mesh: string | undefined;
}

/** What is to be done, or what is wrong with the command line. */
type Asked = (() => Promise<MigratedMesh>) | string;

function fromMesh({ mesh, ...others }: Values, to: string): Asked {
  const unfit = OF_VALUES.find((name) => others[name] !== undefined && others[name].length > 0);
  return unfit === undefined
    ? () => migrateMesh(mesh ?? 'mesh.yaml', to)
    : `--to reads a mesh file, and --${unfit} is for Helm values.`;
}

const OF_VALUES = [
  'values',
  'set',
  'set-string',
  'set-json',
  'cluster',
  'namespace',
  'kubernetes',
  'istio',
  'primary',
] as const;

function fromHelm(values: Values): Asked {
  const { mesh, cluster, namespace, istio, primary } = values;
  if (mesh !== undefined)
    return `${mesh} would be a mesh file to move with --to; Helm values come with --values.`;
  if (cluster === undefined) return 'Name the remote cluster with --cluster.';
  return () =>
    migrate({
      values: values.values,
      set: values.set,
      setString: values['set-string'],
      setJson: values['set-json'],
      cluster,
      ...(namespace === undefined ? {} : { namespace }),
      ...(values.kubernetes === undefined ? {} : { kubernetes: values.kubernetes }),
      ...(istio === undefined ? {} : { istio }),
      ...(primary === undefined ? {} : { primary }),
    });
}

import { migrate } from '../commands/migrate';
import { command } from './command';
import { showProblems } from './shared-options';

export const migrateCommand = command({
  name: 'migrate',
  summary: 'Turn values of the Helm chart istio-remote into a mesh.yaml.',
  help: `Reads the values that you gave to Helm and prints a commented mesh.yaml whose synth equals \`helm template\` of
the istio-remote 1.0 chart with those values, but for the differences in docs/chart-parity.md.

Several files and flags merge as in Helm. Values equal to the chart's defaults are left out; a value that the chart
does not know is an error.`,
  options: {
    values: { type: 'string', array: true, describe: 'A values file; `-` for standard input.' },
    set: { type: 'string', array: true, describe: "Values as in Helm's --set: a.b=c,d={x,y},e[0].f=g" },
    'set-string': { type: 'string', array: true, describe: 'The same, always as text.' },
    'set-json': { type: 'string', array: true, describe: 'The same, as JSON.' },
    cluster: { type: 'string', required: true, describe: 'Cluster id of the remote.' },
    namespace: { type: 'string', describe: 'Namespace that you gave to Helm. Default: istio-system.' },
    kubernetes: { type: 'string', default: '1.21', describe: 'Kubernetes version of the remote.' },
    istio: { type: 'string', describe: 'Istio release, where global.tag does not tell. Default: 1.0.9.' },
    primary: { type: 'string', describe: 'Cluster id of the primary. Default: primary.' },
  },
  examples: [
    ['istio-remote migrate --values values.yaml --cluster eu-west-1 > mesh.yaml', 'take over one remote'],
    ['istio-remote migrate --values a.yaml --set global.mtls.enabled=true --cluster eu', 'files and flags'],
  ],
  run(values, terminal) {
    const { text, warnings } = migrate({
      values: values.values,
      set: values.set,
      setString: values['set-string'],
      setJson: values['set-json'],
      cluster: values.cluster,
      kubernetes: values.kubernetes,
      ...(values.namespace === undefined ? {} : { namespace: values.namespace }),
      ...(values.istio === undefined ? {} : { istio: values.istio }),
      ...(values.primary === undefined ? {} : { primary: values.primary }),
    });
    showProblems(warnings, terminal);
    terminal.out(text);
    return 0;
  },
});

import { UsageError } from '../problem';
import { command, flagOption, type OptionValues, type Terminal, textOption } from './command';
import { showProblems } from './mesh-options';

const OPTIONS = {
  f: textOption(
    'Manifests: a file with YAML or JSON, a folder of such files, or - for standard input. May be given several times.',
    { array: true },
  ),
  cluster: textOption('The remote cluster where the workloads will run. Default: the only one of the mesh.', {
    completes: 'clusters',
  }),
  output: textOption('File to write to, or a folder when there are several files. Default: standard output.'),
  config: textOption('The mesh file.', { default: 'mesh.yaml' }),
  revert: flagOption('Remove the sidecars.'),
  'pod-template': textOption(
    'A custom resource with pods, as group/Kind=path, such as argoproj.io/Rollout=spec.template. In the path, * matches every key or item. If the path leads to objects with a kind, their own pods are injected. May be given several times.',
    { array: true },
  ),
  'inject-config': textOption(
    'Injection template from elsewhere: the ConfigMap istio-sidecar-injector of a cluster, or the value of its key config. Replaces mesh.yaml, together with --mesh-config.',
  ),
  'mesh-config': textOption(
    'Mesh config from elsewhere: the ConfigMap istio of a cluster, or the value of its key mesh.',
  ),
  'print-config': flagOption(
    'Do not inject. Write inject-config.yaml and mesh-config.yaml for istioctl kube-inject to the folder --output, or print them without --output.',
  ),
} as const;

export const injectCommand = command({
  name: 'inject',
  summary: 'Add the sidecar to workload manifests, without a cluster and without istioctl.',
  help: `Adds the sidecar of a remote cluster to every workload in your manifests, as the cluster's injector would. It uses the
template that synth writes into the ConfigMap istio-sidecar-injector. It only adds the lines that are needed: comments, the order
of keys and all other bytes stay. Documents without pods do not change.

It injects Pods, Deployments, DaemonSets, ReplicaSets, StatefulSets, Jobs, CronJobs, ReplicationControllers and OpenShift's
DeploymentConfigs of every API version, also in a List. It skips workloads on the host network, in kube-system or with the
annotation sidecar.istio.io/inject: "false", and says so on standard error. If you inject again, nothing changes, or an
older sidecar is updated. --revert removes the sidecar.

Other kinds with pods, such as an Argo Rollout, need --pod-template. Without it, a warning on standard error shows the path
of the pod template and the option to use.

If any document has a mistake, inject writes nothing. It is only for Istio 1.0: with current Istio the primary injects when
pods are created.`,
  options: OPTIONS,
  examples: [
    ['istio-remote inject -f app.yaml --cluster eu-west-1 | kubectl apply -f -', 'inject and apply'],
    ['istio-remote inject -f apps/ --output injected/', 'inject every manifest of a folder'],
    ['istio-remote inject -f app.yaml --output app.yaml --revert', 'take the sidecar out again'],
    [
      'istio-remote inject -f rollout.yaml --pod-template argoproj.io/Rollout=spec.template',
      'a custom resource',
    ],
    [
      "istio-remote inject -f template.yaml --pod-template 'template.openshift.io/Template=objects.*'",
      'the workloads in an OpenShift Template',
    ],
    [
      'istio-remote inject -f app.yaml --inject-config cm.yaml --mesh-config istio.yaml',
      'with a live configuration',
    ],
    [
      'istio-remote inject --print-config --cluster eu-west-1 --output .',
      'the files for istioctl kube-inject',
    ],
  ],
  run: (values, terminal) =>
    values['print-config'] ? printConfig(values, terminal) : injectFiles(values, terminal),
});

type Values = OptionValues<typeof OPTIONS>;

async function injectFiles(values: Values, terminal: Terminal): Promise<number> {
  if (values.f.length === 0)
    throw new UsageError('-f: expected manifests, got nothing. Name a file, a folder or -.');
  const { inject } = await import('../inject/inject-files');
  const work = values.revert ? 'revert' : { inject: await injectorOf(values, terminal) };
  const report = inject({
    files: values.f,
    output: values.output,
    work,
    podTemplates: values['pod-template'],
    print: (text) => terminal.data(text),
    onSkip: ({ file, line, workload, reason }) => {
      terminal.err(`${file}:${line}: no sidecar for ${workload}: ${reason}\n`);
    },
  });
  showProblems(report.warnings, terminal);
  if (values.output !== undefined) {
    const done = values.revert ? 'reverted' : 'with a sidecar';
    terminal.err(`${report.documents} documents, ${report.pods} pods ${done}, ${report.skipped} skipped\n`);
  }
  return 0;
}

async function injectorOf(values: Values, terminal: Terminal) {
  const { chooseInjector } = await import('../lines/choose-injector');
  const { injector, warnings } = await chooseInjector({
    config: values.config,
    cluster: values.cluster,
    injectConfig: values['inject-config'],
    meshConfig: values['mesh-config'],
  });
  showProblems(warnings, terminal);
  return injector;
}

async function printConfig({ config, cluster, output, f }: Values, terminal: Terminal): Promise<number> {
  if (f.length > 0) throw new UsageError('--print-config injects nothing. Leave -f out.');
  const { injectionConfigFiles, writeConfigFiles } = await import('../lines/choose-injector');
  const { files, warnings } = await injectionConfigFiles({ config, cluster });
  showProblems(warnings, terminal);
  if (output === undefined) {
    for (const { name, text } of files) terminal.data(`--- # ${name}\n${text}`);
    return 0;
  }
  for (const path of writeConfigFiles(output, files)) terminal.err(`${path}: written\n`);
  return 0;
}

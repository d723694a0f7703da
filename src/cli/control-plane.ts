import { FORMATS } from '../control-plane/formats';
import { command, textOption } from './command';
import { MESH_OPTIONS, openMesh, showProblems } from './mesh-options';

export const controlPlaneCommand = command({
  name: 'control-plane',
  summary: 'Print the values that Helm, istioctl, Sail or Argo CD need to install a control plane.',
  help: `Prints the values that install the control plane of a primary, so that it fits the mesh: names, network, trust, and
settings for remotes. They come from mesh.yaml, merged with controlPlane.values.

  helm      values of each chart, after the command that installs it; --chart prints those of one chart, for a pipe
  istioctl  a file for istioctl install
  sail      objects of the Sail operator
  argocd    Applications of Argo CD with Istio's charts

With controlPlane.install: sail or argocd in mesh.yaml, synth writes these objects into the output folder. Istio 1.0
supports only helm, for its chart istio.`,
  positionals: { cluster: { describe: 'Id of the primary.', required: true, completes: 'clusters' } },
  options: {
    format: textOption('Installer to print for. Default: controlPlane.install of mesh.yaml, else helm.', {
      choices: FORMATS,
    }),
    chart: textOption(
      'Only the values of this chart, without comments. If there are several revisions, give --revision too.',
    ),
    revision: textOption('Only this revision of istiod. Default: all.'),
    config: MESH_OPTIONS.config,
  },
  examples: [
    ['istio-remote control-plane hq', 'print the values, and the commands that install Istio'],
    [
      'istio-remote control-plane hq --chart istiod | helm upgrade --install istiod …',
      'install one chart with them',
    ],
    [
      'istio-remote control-plane hq --format istioctl > hq.yaml && istioctl install --filename hq.yaml',
      'install with istioctl',
    ],
  ],
  async run({ cluster, format, chart, revision, config }, terminal) {
    const { mesh, line, warnings } = await openMesh(config);
    const controlPlane = await line.controlPlane();
    const text = controlPlane.print(mesh, {
      cluster,
      ...(format === undefined ? {} : { format }),
      ...(chart === undefined ? {} : { chart }),
      ...(revision === undefined ? {} : { revision }),
      ...(config === MESH_OPTIONS.config.default ? {} : { config }),
    });
    showProblems(warnings, terminal);
    terminal.data(text);
    return 0;
  },
});

import type { Format } from '../../../control-plane/formats';
import type { ControlPlaneRequest, LineControlPlane } from '../../../control-plane/line-control-plane';
import { meshOfPrimary } from '../../../control-plane/primary';
import { printYaml } from '../../../kubernetes/text/print-yaml';
import { Renderer } from '../../../output/render';
import { quoted, UserError } from '../../../problem';
import { someOf } from '../../../some-of';
import type { ChartName } from '../facts/charts';
import type { MeshCurrent } from '../mesh';
import { applicationParts, projectPart } from './argocd';
import { helmValues } from './helm';
import { chartsOf, type Installation, installations, isShared } from './installation';
import { istioOperator } from './istioctl';
import { sailParts } from './sail';

/** Prints what istiod's installer needs. */
export const controlPlane: LineControlPlane<MeshCurrent> = {
  print(whole, request) {
    const mesh = meshOfPrimary(whole, request.cluster);
    const found = chosenRevisions(installations(mesh), request);
    const { format = mesh.controlPlane.install ?? 'helm', chart } = request;
    if (chart !== undefined) return valuesOfChart(found, chart, format, chartsOf(mesh));
    return PRINTERS[format](found, mesh, request);
  },
};

type Printer = (found: readonly Installation[], mesh: MeshCurrent, request: ControlPlaneRequest) => string;

const PRINTERS: Readonly<Record<Format, Printer>> = {
  helm: (found, _, request) => found.map((installation) => helmValues(installation, request)).join(''),
  istioctl: (found) => found.map(istioOperator).join('---\n'),
  sail: (found, mesh) => new Renderer().file(sailParts(mesh, found)).text,
  argocd: (found, mesh) => new Renderer().file([projectPart(mesh), ...applicationParts(mesh, found)]).text,
};

function chosenRevisions(all: readonly Installation[], { revision }: ControlPlaneRequest): Installation[] {
  const found = all.filter((one) => revision === undefined || one.revision === revision);
  if (found.length > 0) return found;
  throw new UserError(
    `--revision: expected a revision of the mesh, got ${quoted(revision)}. Choose ${someOf(
      all.map((one) => one.revision),
      all.length,
    )}`,
  );
}

/** Returns the values of one chart, for a pipe to Helm. */
function valuesOfChart(
  found: readonly Installation[],
  chart: string,
  format: Format,
  known: readonly ChartName[],
): string {
  if (format !== 'helm')
    throw new UserError(`--chart: only Helm installs the charts one by one, and the format is ${format}`);
  const [first, ...others] = found.flatMap(({ charts }) => charts.filter((one) => one.chart === chart));
  if (first === undefined)
    throw new UserError(`--chart: expected one of ${known.join(', ')}, got ${quoted(chart)}`);
  if (others.length > 0 && !isShared(first.chart))
    throw new UserError('--chart: the mesh has several revisions. Choose one with --revision');
  return printYaml(first.values);
}

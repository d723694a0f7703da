import { isMap } from '../../../../is-map';
import {
  type CommentedValue,
  plainNode,
  printCommented,
  type YamlLine,
} from '../../../../kubernetes/text/print-commented';
import type { Dropped } from './moves';

type Options = Readonly<Record<string, unknown>>;

/** The content of the new text: the options of the Istio 1.0 mesh, without the dropped ones. */
interface MovedContent {
  readonly file: string;
  readonly to: string;
  /** Oldest Kubernetes release that the Istio release supports. */
  readonly oldest: string;
  readonly primary: Options;
  readonly defaults: Options;
  readonly remotes: readonly Options[];
  /** Keys of the mesh that stay unchanged. */
  readonly others: Options;
  readonly dropped: readonly Dropped[];
}

/** Writes the mesh.yaml of current Istio, with notes for the user as comments. */
export function movedMeshText(content: MovedContent): string {
  const { to, primary, defaults, remotes, others, oldest } = content;
  return printCommented([
    ...header(content).map((comment) => ({ comment })),
    { key: 'istio', value: to, note: '--to' },
    {
      comment: `revision: ${to.split('.', 2).join('-')} # a name of its own for the webhook, so that both lines can be in one cluster`,
    },
    { key: 'primary', value: { map: primaryLines(primary, oldest) } },
    ...(Object.keys(defaults).length === 0 ? [] : [{ key: 'defaults', value: { map: linesOf(defaults) } }]),
    {
      key: 'remotes',
      value: { list: remotes.map((remote): CommentedValue => ({ map: remoteLines(remote, oldest) })) },
    },
    ...linesOf(others),
  ]);
}

function header({ file, to, dropped }: MovedContent): string[] {
  const options = [...new Map(dropped.map(({ option, reason }) => [option, reason]))];
  return [
    'yaml-language-server: $schema=./node_modules/cdk8s-istio-remote/schema/mesh.schema.json',
    '',
    `Made by \`istio-remote migrate --to ${to}\` from ${file}: the same clusters in a mesh of current Istio.`,
    'docs/moving-from-1.0.md says in what order clusters can move, and what the two lines must not share.',
    ...(options.length === 0 ? [] : ['', 'Without an equivalent here:']),
    ...options.map(([option, reason]) => `  ${option} ${reason}`),
  ];
}

function primaryLines({ addresses, exposure, ...rest }: Options, oldest: string): YamlLine[] {
  const pilot = isMap(addresses) ? addresses.pilot : undefined;
  const exposed = movedExposure(exposure);
  return [
    ...linesOf(rest),
    ...kubernetesLine(rest, oldest),
    {
      key: 'addresses',
      value: {
        map: [
          { key: 'istiod', value: plainNode(pilot), note: 'that of istio-pilot: write the one of istiod' },
        ],
      },
    },
    ...(exposed === undefined ? [] : [{ key: 'exposure', value: plainNode(exposed) }]),
  ];
}

function remoteLines(remote: Options, oldest: string): YamlLine[] {
  return [...linesOf(remote), ...kubernetesLine(remote, oldest)];
}

function kubernetesLine(cluster: Options, oldest: string): YamlLine[] {
  return 'kubernetes' in cluster
    ? []
    : [{ comment: `kubernetes: "${oldest}" # the version after its upgrade` }];
}

function linesOf(options: Options): YamlLine[] {
  return Object.entries(options).map(([key, value]) => ({ key, value: plainNode(value) }));
}

/** Translates `primary.exposure` of an Istio 1.0 mesh to current Istio. Undefined if it renders nothing. */
export function movedExposure(exposure: unknown): unknown {
  const { mode, ...options } =
    typeof exposure === 'object' && exposure !== null ? asMap(exposure) : { mode: exposure };
  const { annotations, sourceRanges, fixedAddresses, replicas, resources } = options;
  const balancer = present({ annotations, sourceRanges, fixedAddresses });
  switch (mode) {
    case 'load-balancer':
      return shortest({ mode, ...balancer });
    case 'ingress-gateway':
    case 'dedicated-gateway':
      return shortest({
        mode: 'east-west-gateway',
        ...balancer,
        ...present({ minReplicas: replicas, maxReplicas: atLeastFive(replicas), resources }),
      });
    default:
      return undefined;
  }
}

/** The gateway of this line grows to five pods by default, so a larger number raises that limit too. */
function atLeastFive(replicas: unknown): number | undefined {
  return typeof replicas === 'number' && replicas > 5 ? replicas : undefined;
}

function asMap(value: object): Readonly<Record<string, unknown>> {
  return value as Readonly<Record<string, unknown>>;
}

function present(map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(map).filter(([, value]) => value !== undefined));
}

function shortest(exposure: { readonly mode: unknown }): unknown {
  return Object.keys(exposure).length === 1 ? exposure.mode : exposure;
}

import data from '../../imports/kubernetes.json';
import { groupOf } from '../kubernetes/kinds';
import { parseKubernetesVersion } from '../kubernetes/version';
import type { Field, ObjectShape, Shape, Simple } from './shape';

/** A kind as a version of Kubernetes serves it. */
export interface ServedKind {
  readonly shape: ObjectShape;
  readonly namespaced: boolean;
}

const KINDS: Readonly<Record<string, string>> = data.kinds;
const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = data.types;

/** Groups of Kubernetes itself. A group of another project may have a kind of the same name. */
const GROUPS = new Set(Object.keys(KINDS).map((key) => groupOf(key.split(' ')[0] ?? '')));

const CODES: Readonly<Record<string, Simple>> = {
  s: 'text',
  i: 'integer',
  n: 'number',
  b: 'truth',
  d: 'time',
  y: 'bytes',
  q: 'quantity',
  x: 'integer or text',
  '*': 'anything',
};

/** Protocols of ports. SCTP exists since Kubernetes 1.12, and older versions refuse it themselves. */
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];
const FAILURE_POLICIES = ['Fail', 'Ignore'];
const MATCH_POLICIES = ['Exact', 'Equivalent'];
const SIDE_EFFECTS = ['None', 'NoneOnDryRun', 'Some', 'Unknown'];
const REINVOCATION_POLICIES = ['Never', 'IfNeeded'];
const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];
const MESSAGE_POLICIES = ['File', 'FallbackToLogsOnError'];

/**
 * Allowed texts by type and field, because the OpenAPI documents of most versions do not list them. Source:
 * Kubernetes' API reference and its validation (pkg/apis), 1.9 to 1.36.
 */
const ALLOWED_TEXTS: Readonly<Record<string, readonly string[]>> = {
  'Container.imagePullPolicy': PULL_POLICIES,
  'Container.terminationMessagePolicy': MESSAGE_POLICIES,
  'ContainerPort.protocol': PROTOCOLS,
  'DeploymentStrategy.type': ['RollingUpdate', 'Recreate'],
  'EndpointPort.protocol': PROTOCOLS,
  'EndpointSlice.addressType': ['IPv4', 'IPv6', 'FQDN'],
  'EphemeralContainer.imagePullPolicy': PULL_POLICIES,
  'LabelSelectorRequirement.operator': OPERATORS,
  'MutatingWebhook.failurePolicy': FAILURE_POLICIES,
  'MutatingWebhook.matchPolicy': MATCH_POLICIES,
  'MutatingWebhook.reinvocationPolicy': REINVOCATION_POLICIES,
  'MutatingWebhook.sideEffects': SIDE_EFFECTS,
  'NodeSelectorRequirement.operator': [...OPERATORS, 'Gt', 'Lt'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'],
  'PodSpec.restartPolicy': ['Always', 'OnFailure', 'Never'],
  'RoleRef.kind': ['Role', 'ClusterRole'],
  'RuleWithOperations.operations': ['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'],
  'RuleWithOperations.scope': ['*', 'Cluster', 'Namespaced'],
  'ServicePort.protocol': PROTOCOLS,
  'ServiceSpec.externalTrafficPolicy': ['Cluster', 'Local'],
  'ServiceSpec.sessionAffinity': ['None', 'ClientIP'],
  'ServiceSpec.type': ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'],
  'Subject.kind': ['User', 'Group', 'ServiceAccount'],
  'ValidatingWebhook.failurePolicy': FAILURE_POLICIES,
  'ValidatingWebhook.matchPolicy': MATCH_POLICIES,
  'ValidatingWebhook.sideEffects': SIDE_EFFECTS,
  'Webhook.failurePolicy': FAILURE_POLICIES,
  'Webhook.sideEffects': SIDE_EFFECTS,
};
/** The fields that one version of Kubernetes accepts. A version newer than our data may have more. */
export class KubernetesShapes {
  private static readonly byMinor = new Map<string, KubernetesShapes>();
  private readonly objects = new Map<string, ObjectShape>();

  private constructor(
    readonly version: string,
    private readonly minor: number,
    private readonly open: boolean,
  ) {}

  /** @param version for example `1.20` or `1.20.2` */
  static of(version: string): KubernetesShapes {
    const { major, minor } = parseKubernetesVersion(version) ?? { major: 1, minor: data.last };
    const name = `${major}.${minor}`;
    const known = KubernetesShapes.byMinor.get(name);
    if (known !== undefined) return known;
    const nearest = major > 1 ? data.last : Math.min(Math.max(minor, data.first), data.last);
    const shapes = new KubernetesShapes(name, nearest, major > 1 || minor > data.last);
    KubernetesShapes.byMinor.set(name, shapes);
    return shapes;
  }

  /** Returns undefined for a kind that is not in our data, such as a custom resource. */
  kind(apiVersion: string, kind: string): ServedKind | undefined {
    const type = variantAt(KINDS[`${apiVersion} ${kind}`], this.minor);
    if (type === undefined) return undefined;
    const name = type.replace('/', '');
    return { shape: this.object(name), namespaced: name === type };
  }

  /**
   * Returns the apiVersions that this version serves a kind of another apiVersion under. Undefined for other kinds.
   */
  alternatives(apiVersion: string, kind: string): readonly string[] | undefined {
    const group = groupOf(apiVersion);
    const keys = Object.keys(KINDS).filter((key) => key.endsWith(` ${kind}`));
    if (!GROUPS.has(group) || keys.length === 0) return undefined;
    // A version newer than our data may serve more.
    if (this.open && !(`${apiVersion} ${kind}` in KINDS)) return undefined;
    return keys
      .filter((key) => variantAt(KINDS[key], this.minor) !== undefined)
      .map((key) => key.split(' ')[0] ?? '');
  }

  /** Returns the shape of name, labels and annotations of every object, including custom resources. */
  get metadata(): ObjectShape {
    return this.object('V1ObjectMeta');
  }

  private object(name: string): ObjectShape {
    const known = this.objects.get(name);
    if (known !== undefined) return known;
    const type = name.replace(/^.*?V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, '');
    const described = TYPES[name] ?? {};
    let fields: ReadonlyMap<string, Field> | undefined;
    const shape: ObjectShape = {
      is: 'object',
      type,
      open: this.open,
      fields: () => {
        fields ??= this.fieldsOf(type, described);
        return fields;
      },
      elsewhere: (field) => (Object.hasOwn(described, field) ? rangeText(described[field] ?? '') : undefined),
    };
    this.objects.set(name, shape);
    return shape;
  }

  private fieldsOf(type: string, described: Readonly<Record<string, string>>): ReadonlyMap<string, Field> {
    const fields = new Map<string, Field>();
    for (const [name, variants] of Object.entries(described)) {
      const code = variantAt(variants, this.minor);
      if (code === undefined) continue;
      const required = code.startsWith('!');
      const shape = this.shape(required ? code.slice(1) : code, ALLOWED_TEXTS[`${type}.${name}`]);
      fields.set(name, { shape, required });
    }
    return fields;
  }

  private shape(code: string, allowed: readonly string[] | undefined): Shape {
    if (code.startsWith('[')) return { is: 'list', item: this.shape(code.slice(1), allowed) };
    if (code.startsWith('{')) return { is: 'map', value: this.shape(code.slice(1), undefined) };
    const simple = CODES[code];
    if (simple === undefined) return this.object(code);
    return { is: simple, ...(allowed === undefined ? {} : { allowed }) };
  }
}

/** Returns `V1Probe` from `V1Handler 9-22|V1Probe 23-36` for 1.30. Undefined if no range matches. */
function variantAt(variants: string | undefined, minor: number): string | undefined {
  for (const variant of variants?.split('|') ?? []) {
    const [type, range] = variant.split(' ');
    const [from, to] = range?.split('-') ?? [];
    if (range === undefined || (Number(from) <= minor && minor <= Number(to))) return type;
  }
  return undefined;
}

/** Formats the versions that have a field, for a message. */
function rangeText(variants: string): string {
  const ranges = variants.split('|').map((variant) => variant.split(' ')[1]?.split('-').map(Number) ?? []);
  const from = Math.min(...ranges.map(([first = data.first]) => first));
  const to = Math.max(...ranges.map(([, last = data.last]) => last));
  if (to === data.last) return `Kubernetes 1.${from} and newer`;
  return from === data.first ? `Kubernetes up to 1.${to}` : `Kubernetes 1.${from} to 1.${to}`;
}

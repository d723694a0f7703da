import { ApiObject, type ApiObjectProps, type GroupVersionKind, JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { isMap } from '../is-map';
import { UserError } from '../problem';
import { fieldAt } from './fields';

/** RFC 6902. */
interface Operation {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  readonly path: string;
  readonly from?: string;
}

/**
 * An object whose patches do what they say, or fail. cdk8s ignores `remove` without a target, adds a field for
 * `replace`, and writes a field `undefined` where a path lacks its first slash. By RFC 6902 each of them is an error.
 */
export class KubernetesObject extends ApiObject {
  private readonly ownPatches: JsonPatch[] = [];
  private readonly isRenamed: boolean;

  /** @param render finishes the object before it is patched */
  constructor(
    scope: Construct,
    id: string,
    props: ApiObjectProps,
    private readonly render = (object: unknown): unknown => object,
  ) {
    const renamed = withKey(props, 'constructor', STAND_IN);
    super(scope, id, renamed);
    this.isRenamed = renamed !== props;
  }

  /** Patches the finished object. A patch that fits nothing throws a UserError when the object is rendered. */
  override addJsonPatch(...patches: JsonPatch[]): void {
    this.ownPatches.push(...patches);
  }

  /** @throws UserError when a patch fits nothing */
  override toJson(): unknown {
    return this.ownPatches.reduce<unknown>(
      (object, patch) => {
        const operation: Operation = patch._toJson();
        const reason = misplaced(object, operation);
        if (reason !== undefined) throw this.failure(operation, reason);
        try {
          return JsonPatch.apply(object, patch);
        } catch (error) {
          // The rest of the message is the whole object.
          const [reason = ''] = error instanceof Error ? error.message.split('\n') : [];
          throw this.failure(operation, reason);
        }
      },
      this.render(this.isRenamed ? withKey(super.toJson(), STAND_IN, 'constructor') : super.toJson()),
    );
  }

  private failure({ op, path }: Operation, reason: string): UserError {
    return new UserError(
      `${this.node.path} (${this.kind} ${this.name}): cannot ${op} ${JSON.stringify(path)}: ${reason}`,
    );
  }
}

/** cdk8s takes a map with the key `constructor` for an instance of a class. This one is sorted to the same place. */
const STAND_IN = 'constructor\u0000';

/** The same value with a key renamed in every map; the value itself where no map has it. */
function withKey<T>(value: T, from: string, to: string): T {
  if (Array.isArray(value)) {
    const items: unknown[] = value.map((item) => withKey(item, from, to));
    return items.every((item, index) => item === value[index]) ? value : (items as T);
  }
  if (!isMap(value) || !isPlain(value)) return value;
  const entries = Object.entries(value);
  const renamed = entries.map(([key, inner]) => [key === from ? to : key, withKey(inner, from, to)] as const);
  const isSame = renamed.every(
    ([key, inner], index) => key === entries[index]?.[0] && inner === entries[index]?.[1],
  );
  return isSame ? value : (Object.fromEntries(renamed) as T);
}

/** Not an instance of a class, such as a lazy value of cdk8s. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/** A class that `cdk8s import` generates from a custom resource definition. */
interface Imported<Props> {
  readonly GVK: GroupVersionKind;
  manifest(props: Props): unknown;
}

/**
 * Adds a custom resource. The class itself would render by its schema after the patches, and so lose every field that a
 * patch adds and the schema does not have.
 */
export function customResource<Props extends object>(
  kind: Imported<Props>,
  scope: Construct,
  id: string,
  props: Props,
): ApiObject {
  return new KubernetesObject(scope, id, { ...kind.GVK, ...props }, (object) =>
    kind.manifest(object as Props),
  );
}

/** Why a patch fits nothing in an object; undefined when it fits. */
function misplaced(object: unknown, { op, path, from }: Operation): string | undefined {
  const pointers = from === undefined ? [path] : [from, path];
  const malformed = pointers.find((pointer) => pointer !== '' && !pointer.startsWith('/'));
  if (malformed !== undefined) return `${JSON.stringify(malformed)} has no slash at its start. Add it`;
  const sources = op === 'move' || op === 'copy' ? [from ?? ''] : op === 'add' ? [] : [path];
  const missing = sources.find((pointer) => !hasValue(object, stepsOf(pointer)));
  if (missing !== undefined)
    return `nothing is at ${JSON.stringify(missing)}. Correct the path${op === 'replace' ? ' or use add' : ''}`;
  if (op !== 'add' && op !== 'move' && op !== 'copy') return undefined;
  return takesValue(object, stepsOf(path))
    ? undefined
    : 'no map or list is there to put it into. Correct the path or add that first';
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function hasValue(object: unknown, steps: readonly string[]): boolean {
  let value = object;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value) ? !isIndex(step, value.length - 1) : !Object.hasOwn(value, step)) return false;
    value = (value as Record<string, unknown>)[step];
  }
  return true;
}

/** Whether a value can be added at a place: its parent is a map, or a list with an item or the end there. */
function takesValue(object: unknown, steps: readonly string[]): boolean {
  const [last, parents] = [steps.at(-1), steps.slice(0, -1)];
  if (last === undefined) return true;
  const parent = hasValue(object, parents) ? fieldAt(object, ...parents) : undefined;
  if (typeof parent !== 'object' || parent === null) return false;
  return !Array.isArray(parent) || last === '-' || isIndex(last, parent.length);
}

function isIndex(step: string, most: number): boolean {
  return /^(?:0|[1-9]\d*)$/.test(step) && Number(step) <= most;
}

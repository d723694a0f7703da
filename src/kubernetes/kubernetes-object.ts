import { ApiObject, type ApiObjectProps, type GroupVersionKind, type JsonPatch } from 'cdk8s';
import type { Construct } from 'constructs';
import { isMap } from '../is-map';
import { UserError } from '../problem';
import { applyJsonPatch } from './json-patch';

/** An object that applies its patches exactly, or fails. */
export class KubernetesObject extends ApiObject {
  private readonly ownPatches: JsonPatch[] = [];
  private readonly isRenamed: boolean;

  /** @param render completes the object before the patches */
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

  /** Patches the completed object. If a patch does not fit, rendering throws a UserError. */
  override addJsonPatch(...patches: JsonPatch[]): void {
    this.ownPatches.push(...patches);
  }

  /** @throws UserError if a patch does not fit */
  override toJson(): unknown {
    return this.ownPatches.reduce<unknown>(
      (object, patch) => {
        const result = applyJsonPatch(object, patch);
        if ('object' in result) return result.object;
        const { op, path } = patch._toJson();
        throw new UserError(
          `${this.node.path} (${this.kind} ${this.name}): cannot ${op} ${JSON.stringify(path)}: ${result.reason}`,
        );
      },
      this.render(this.isRenamed ? withKey(super.toJson(), STAND_IN, 'constructor') : super.toJson()),
    );
  }
}

/** cdk8s reads a map with the key `constructor` as an instance of a class. This key sorts to the same place. */
const STAND_IN = 'constructor\u0000';

/** Renames a key in every map of a value. Returns the value itself if no map has the key. */
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

/** Whether a value is no instance of a class, such as a lazy value of cdk8s. */
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
 * Adds a custom resource. The generated class would apply its schema after the patches, and lose every patched field
 * that the schema does not have.
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

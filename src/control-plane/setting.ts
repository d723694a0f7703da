import { type HelmMap, type HelmValue, lookUp, mergeValues } from '../migrate/helm-values/helm-value';
import { errorAt, type Path, type Problem, pathText, quoted } from '../problem';

/** Where a running control plane shows a value, and how, if it is not the value itself. */
export type ShownIn = (
  | {
      /** A variable of its container. */
      readonly variable: string;
    }
  | {
      /** A field of the mesh config, in the ConfigMap `istio`, as a dotted path. */
      readonly meshConfig: string;
    }
  | {
      /** A field of the values that injection templates read, in the ConfigMap `istio-sidecar-injector`. */
      readonly injectorValues: string;
    }
  | {
      /** An argument of Citadel, such as `--self-signed-ca`. */
      readonly argument: string;
    }
) & {
  as?(value: HelmValue): HelmValue;
};

/**
 * Something that the installation of a control plane has to say as mesh.yaml does. The printed values, the rule about
 * values of the user's own, `doctor`, and the comparison with the charts all read it from here.
 */
export interface Setting {
  /** Helm value, as a dotted path such as `global.meshID`. */
  readonly value: string;
  /** What the mesh says. Empty: the chart must not have the value. */
  readonly is: HelmValue;
  /** Place in mesh.yaml that says so. */
  readonly place: Path;
  /** What is expected, in words. @default - the value itself */
  readonly expected?: string;
  /** Whether the chart says so by itself, so that nothing is printed. @default false */
  readonly byDefault?: true;
  /** Other values of the chart with the same effect. @default - none */
  readonly alsoIn?: readonly string[];
  /** Whether another value says the same and more. @default - only an equal one */
  includes?(value: HelmValue): boolean;
  /** @default - nowhere that this tool looks at */
  readonly shown?: readonly ShownIn[];
  /** What the control plane takes where it shows nothing. @default '' */
  readonly otherwise?: string;
}

/** The values that the settings make, with the user's own laid on them. */
export function valuesOf(settings: readonly Setting[], own: HelmMap): HelmMap {
  const made = settings
    .filter(({ byDefault }) => byDefault !== true)
    .reduce<HelmMap>((values, { value, is }) => mergeValues(values, nested(value.split('.'), is)), {});
  return mergeValues(made, own);
}

function nested([key, ...rest]: readonly string[], value: HelmValue): HelmMap {
  if (key === undefined) throw new Error('a setting without a path');
  return { [key]: rest.length === 0 ? value : nested(rest, value) };
}

/** Values of the user's own that say something else than the mesh. @param at place of the values in mesh.yaml */
export function contradictions(settings: readonly Setting[], own: HelmMap, at: Path): Problem[] {
  return settings.flatMap((setting) =>
    [setting.value, ...(setting.alsoIn ?? [])].flatMap(spellings).flatMap((helm): Problem | [] => {
      const got = lookUp(own, helm);
      if (got === undefined || says(setting, got)) return [];
      const place = pathText(setting.place);
      const expected = setting.expected ?? (setting.is === '' ? 'no value' : quotedValue(setting.is));
      const isOneValue = setting.is !== '' && place !== 'remotes';
      return errorAt(
        [...at, ...helm.split('.')],
        `contradicts ${place}: expected ${expected}, got ${quotedValue(got)}`,
        isOneValue ? `Remove it, or correct ${place}` : 'Remove it',
        setting.place,
      );
    }),
  );
}

/** A value of istiod has two spellings: with the name of its component, and at the top of the values of its chart. */
function spellings(helm: string): string[] {
  return helm.startsWith('pilot.') ? [helm, helm.slice('pilot.'.length)] : [helm];
}

/** Whether a value of the user's own, or of a running control plane, says what the mesh says. */
export function says(setting: Setting, got: HelmValue): boolean {
  return plain(got) === plain(setting.is) || (setting.includes?.(got) ?? false);
}

/** Helm prints values into texts, so that `true` and `"true"` are the same. */
function plain(value: HelmValue): string {
  if (isNothing(value)) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isNothing(value: HelmValue): boolean {
  return (
    value === null ||
    value === '' ||
    String(value) === 'false' ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** A value for a message. */
export function quotedValue(value: HelmValue): string {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? `[${value.map(quoted).join(', ')}]`
    : quoted(value);
}

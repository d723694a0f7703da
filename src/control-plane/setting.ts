import { type HelmMap, type HelmValue, lookUp, mergeValues } from '../migrate/helm-values/helm-value';
import { errorAt, type Path, type Problem, pathText, quoted } from '../problem';

/** Where a running control plane shows a value, and the form of the value there. */
export type ShownIn = (
  | {
      /** A variable of its container. */
      readonly variable: string;
    }
  | {
      /** A dotted path in the mesh config, in the ConfigMap `istio`. */
      readonly meshConfig: string;
    }
  | {
      /** A dotted path in the values of injection templates, in the ConfigMap `istio-sidecar-injector`. */
      readonly injectorValues: string;
    }
  | {
      /** An argument of Citadel, for example `--self-signed-ca`. */
      readonly argument: string;
    }
) & {
  as?(value: HelmValue): HelmValue;
};

/**
 * A setting that the installation of a control plane must share with mesh.yaml. The printed values, the rule about
 * the user's own values, `doctor`, and the comparison with the charts all use it.
 */
export interface Setting {
  /** Dotted path of the Helm value, for example `global.meshID`. */
  readonly value: string;
  /** The value in the mesh. Empty: the chart must not have the value. */
  readonly is: HelmValue;
  /** Its place in mesh.yaml. */
  readonly place: Path;
  /** The expectation in words. @default - the value itself */
  readonly expected?: string;
  /** Whether it is the chart's default, so that it is not printed. @default false */
  readonly byDefault?: true;
  /** Other values of the chart with the same effect. @default - none */
  readonly alsoIn?: readonly string[];
  /** Whether another value means the same and more. @default - only an equal one */
  includes?(value: HelmValue): boolean;
  /** Where a running control plane shows it. @default - nowhere that this tool looks at */
  readonly shown?: readonly ShownIn[];
  /** The control plane's value if it shows nothing. @default '' */
  readonly otherwise?: string;
}

/** Returns the values of the settings, with the user's own merged in. */
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

/** Returns the user's own values that contradict the mesh. @param at place of the values in mesh.yaml */
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

/** A value of istiod has two places: below the name of its component, and at the top of its chart's values. */
function spellings(helm: string): string[] {
  return helm.startsWith('pilot.') ? [helm, helm.slice('pilot.'.length)] : [helm];
}

/** Whether a user's value, or one of a running control plane, agrees with the mesh. */
export function says(setting: Setting, got: HelmValue): boolean {
  return plain(got) === plain(setting.is) || (setting.includes?.(got) ?? false);
}

/** Helm prints values into texts, so `true` and `"true"` are the same. */
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

/** Formats a value for a message. */
export function quotedValue(value: HelmValue): string {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? `[${value.map(quoted).join(', ')}]`
    : quoted(value);
}

import { fieldAt, jsonIn } from '../kubernetes/fields';
import { readManifest } from '../kubernetes/text/read-yaml';
import { type HelmMap, type HelmValue, isHelmMap } from '../migrate/helm-values/helm-value';
import { type Path, pathText } from '../problem';
import { quotedValue, type Setting, type ShownIn, says } from './setting';

/** The visible configuration of a running control plane. Undefined fields are missing. */
export interface LiveControlPlane {
  /** The mesh config, as YAML. */
  readonly meshConfig?: string | undefined;
  /** The values of injection templates, as JSON. */
  readonly injectorValues?: string | undefined;
  /** Arguments of Citadel. */
  readonly citadel?: readonly string[] | undefined;
}

/** A setting that differs between a running control plane and the mesh. */
export interface LiveContradiction {
  readonly setting: Setting;
  /** One sentence, with both values. */
  readonly message: string;
}

/**
 * Returns the settings of a running control plane that contradict mesh.yaml. Skips settings that it does not show.
 */
export function liveContradictions(
  settings: readonly Setting[],
  live: LiveControlPlane,
): LiveContradiction[] {
  const meshConfig = live.meshConfig === undefined ? undefined : readManifest(live.meshConfig).value;
  const injectorValues = live.injectorValues === undefined ? undefined : jsonIn(live.injectorValues);
  return settings.flatMap((setting) =>
    (setting.shown ?? []).flatMap((shown): LiveContradiction | [] => {
      const found = look(shown, { meshConfig, injectorValues, citadel: live.citadel });
      if (found === undefined) return [];
      const wanted = { ...setting, is: shown.as?.(setting.is) ?? setting.is };
      const got = (found.value ?? setting.otherwise ?? '') as HelmValue;
      if (says(wanted, got)) return [];
      const has = got === '' ? 'nothing' : quotedValue(got);
      const said = wanted.is === '' ? 'nothing' : quotedValue(wanted.is);
      return {
        setting,
        message: `${found.place} has ${has}, and mesh.yaml says ${said} (${pathText(setting.place)})`,
      };
    }),
  );
}

interface Parsed {
  readonly meshConfig: unknown;
  readonly injectorValues: unknown;
  readonly citadel: readonly string[] | undefined;
}

/** Returns where a value was looked for, and the value. Undefined if it cannot be looked up. */
function look(
  shown: ShownIn,
  { meshConfig, injectorValues, citadel }: Parsed,
): { readonly place: string; readonly value: unknown } | undefined {
  if ('meshConfig' in shown)
    return meshConfig === undefined
      ? undefined
      : {
          place: `${shown.meshConfig} of the mesh config`,
          value: fieldAt(meshConfig, ...shown.meshConfig.split('.')),
        };
  if ('injectorValues' in shown)
    return injectorValues === undefined
      ? undefined
      : {
          place: `${shown.injectorValues} of the values for injection`,
          value: fieldAt(injectorValues, ...shown.injectorValues.split('.')),
        };
  if ('argument' in shown && citadel !== undefined) {
    const word = citadel.find((each) => each.startsWith(`${shown.argument}=`));
    return { place: `${shown.argument} of Citadel`, value: word?.slice(shown.argument.length + 1) };
  }
  return undefined;
}

/**
 * Returns the user's own values that a running istiod shows, as settings.
 * @param at place of the values in mesh.yaml
 */
export function ownSettings(own: HelmMap, at: Path): Setting[] {
  return [
    ...leaves(own.meshConfig, ['meshConfig']).map((path) => ({
      ...leaf(own, path, at),
      shown: [{ meshConfig: path.slice(1).join('.') }],
    })),
    ...leaves(own.global, ['global']).map((path) => ({
      ...leaf(own, path, at),
      shown: [{ injectorValues: path.join('.') }],
    })),
  ];
}

function leaf(own: HelmMap, path: readonly string[], at: Path): Setting {
  return {
    value: path.join('.'),
    is: (fieldAt(own, ...path) ?? '') as HelmValue,
    place: [...at, ...path],
  };
}

function leaves(value: HelmValue | undefined, path: readonly string[]): (readonly string[])[] {
  if (value === undefined) return [];
  // A dotted path cannot lead to a key with a dot.
  if (isHelmMap(value))
    return Object.entries(value).flatMap(([key, inner]) =>
      key.includes('.') ? [] : leaves(inner, [...path, key]),
    );
  return [path];
}

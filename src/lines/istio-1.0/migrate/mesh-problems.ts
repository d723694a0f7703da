import type { Path, Problem } from '../../../problem';
import { KNOWN_VALUES } from './known-values';

/** Options of mesh.yaml that come from the command line rather than from a value. */
const FLAGS: readonly (readonly [option: string, flag: string])[] = [
  ['istio', '--istio'],
  ['primary.name', '--primary'],
  ['primary.namespace', '--namespace'],
  ['name', '--cluster'],
  ['kubernetes', '--kubernetes'],
];

/** How the rules of mesh.yaml call what is a Helm value here; the longer name of two comes first. */
const WORDS: readonly (readonly [option: string, helm: string])[] = [
  ['security.selfSignedCa', 'security.selfSigned'],
  ['selfSignedCa', 'security.selfSigned'],
  ['controlPlaneMutualTls', 'global.controlPlaneSecurityEnabled'],
  ['pilotService', 'global.remotePilotCreateSvcEndpoint'],
  ['sidecarInjector.enabled', 'sidecarInjectorWebhook.enabled'],
  ['enabled: false', 'global.proxy.envoyStatsd.enabled: false'],
];

/** Says a problem of a migrated mesh in terms of the values it was made from. */
export function inHelmWords(problem: Problem): Problem {
  const { file: _, position: __, ...rest } = problem;
  const option = problem.path[0] === 'remotes' ? problem.path.slice(2) : problem.path;
  const flag = FLAGS.find(([name]) => name === option.join('.'))?.[1];
  return {
    ...rest,
    message: translated(problem.message),
    ...(problem.fix === undefined ? {} : { fix: translated(problem.fix) }),
    ...(flag === undefined ? { path: helmPath(option) ?? problem.path } : { path: [], file: flag }),
  };
}

/** The options that come from these values, given as dotted paths. */
export function optionsBehind(values: readonly string[]): Path[] {
  const touched = KNOWN_VALUES.filter(({ helm }) =>
    values.some((value) => `${value}.`.startsWith(`${helm}.`) || `${helm}.`.startsWith(`${value}.`)),
  );
  return touched.flatMap(({ option }) => {
    if (option === undefined) return [];
    const path = option.split('.');
    return [path[0] === 'primary' || path[0] === 'security' ? path : ['remotes', 0, ...path]];
  });
}

/** The path of the value behind an option, or of the group of values behind a group of options. */
function helmPath(option: Path): Path | undefined {
  const text = option.join('.');
  for (const known of KNOWN_VALUES) {
    if (known.option === undefined) continue;
    const steps = known.option.split('.');
    const helm = known.helm.split('.');
    const length = Math.min(steps.length, option.length);
    if (steps.slice(0, length).join('.') !== option.slice(0, length).join('.')) continue;
    if (option.length >= steps.length) return [...helm, ...option.slice(steps.length)];
    if (text !== '') return helm.slice(0, option.length - steps.length);
  }
  return undefined;
}

/** Quoted text is what the person wrote; it stays. */
function translated(text: string): string {
  const parts = text.split(/("(?:[^"\\]|\\.)*")/);
  return parts
    .map((part) => {
      const word = part.startsWith('"') ? undefined : WORDS.filter(([option]) => part.includes(option));
      return (word ?? []).reduce(replaced, part);
    })
    .join('');
}

function replaced(text: string, [option, helm]: readonly [string, string]): string {
  const name = option.replaceAll('.', '\\.');
  return text.replace(new RegExp(`(?<![\\w.])${name}(?!\\w)`, 'g'), helm);
}

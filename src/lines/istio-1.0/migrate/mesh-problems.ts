import type { Path, Problem } from '../../../problem';
import { KNOWN_VALUES } from './known-values';

/** Options of mesh.yaml that come from the command line instead of a value. */
const FLAGS: readonly (readonly [option: string, flag: string])[] = [
  ['istio', '--istio'],
  ['primary.name', '--primary'],
  ['primary.namespace', '--namespace'],
  ['name', '--cluster'],
  ['kubernetes', '--kubernetes'],
];

/** Helm values for the options in messages of the rules. Of two names with a common part, the longer comes first. */
const WORDS: readonly (readonly [option: string, helm: string])[] = [
  ['security.selfSignedCa', 'security.selfSigned'],
  ['selfSignedCa', 'security.selfSigned'],
  ['controlPlaneMutualTls', 'global.controlPlaneSecurityEnabled'],
  ['pilotService', 'global.remotePilotCreateSvcEndpoint'],
  ['sidecarInjector.enabled', 'sidecarInjectorWebhook.enabled'],
  ['enabled: false', 'global.proxy.envoyStatsd.enabled: false'],
];

/** Rewrites a problem of a migrated mesh in terms of its Helm values. */
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

/** Returns the options that these values, given as dotted paths, translate to. */
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

/** Returns the path of the value of an option, or of the values of a group of options. */
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

/** Quoted text is the user's own and stays. */
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

import type { ConnectionOptions } from '../kubernetes/api/open-cluster';
import { DEFAULT_TIMEOUT_SECONDS } from '../kubernetes/api/time-limit';
import type { Allowances } from '../membership/kubeconfig';
import { quoted, UsageError } from '../problem';
import { flagOption, type Option, type Terminal, textOption } from './command';

/** Options of every command that talks to live clusters. */
export const CLUSTER_OPTIONS = {
  config: textOption('The mesh file.', { default: 'mesh.yaml' }),
  kubeconfig: textOption(
    'The kubeconfig for every cluster of this command. Default: kubeconfig of the cluster in mesh.yaml, else $KUBECONFIG, else ~/.kube/config.',
  ),
  timeout: textOption(
    'Time limit for one answer of a cluster, such as 30s or 2m. The limit is 6 times as long for a list of many pages or a deletion, and 60 times for a whole command (join: for each remote; doctor: see --within).',
    { default: `${DEFAULT_TIMEOUT_SECONDS}s` },
  ),
} as const satisfies Record<string, Option>;

/** The context of the cluster that the command works on. */
export const CONTEXT_OPTION = {
  context: textOption(
    "The remote's context in the kubeconfig. Default: context of the cluster in mesh.yaml, else the context with the cluster's name, else the current context.",
  ),
} as const satisfies Record<string, Option>;

/** The context of the primary, for commands that work on a remote. */
export const PRIMARY_CONTEXT_OPTION = {
  'primary-context': textOption("The primary's context in the kubeconfig. Default: as for --context."),
} as const satisfies Record<string, Option>;

/** Weaknesses of a kubeconfig that the primary gets only if the user asks for them. */
export const KUBECONFIG_RULES = {
  'allow-http': flagOption('Accept a server without TLS. The primary sends it no token.'),
  'allow-localhost': flagOption('Accept a server on localhost, as in a test.'),
  'allow-skip-verify': flagOption("Accept a context that does not verify the server's certificate."),
} as const satisfies Record<string, Option>;

/** Reads {@link CLUSTER_OPTIONS} and {@link CONTEXT_OPTION}. @throws UsageError */
export function connectionOptions(
  values: {
    readonly config: string;
    readonly kubeconfig: string | undefined;
    readonly timeout: string;
    readonly context?: string | undefined;
  },
  terminal: Terminal,
): ConnectionOptions {
  const { config, kubeconfig, timeout, context } = values;
  return { config, kubeconfig, context, timeout: seconds('timeout', timeout), env: terminal.env };
}

/** Reads {@link KUBECONFIG_RULES}. */
export function allowances(values: Readonly<Record<keyof typeof KUBECONFIG_RULES, boolean>>): Allowances {
  return {
    http: values['allow-http'],
    localhost: values['allow-localhost'],
    skipVerify: values['allow-skip-verify'],
  };
}

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** Parses `10`, `10s`, `0.5s`, `2m`, `24h` or `7d` into seconds. @throws UsageError */
export function seconds(option: string, text: string): number {
  const [, number = '', unit = 's'] = /^(\d+(?:\.\d+)?)(ms|[smhd])?$/.exec(text) ?? [];
  const value = Number(number) * (unit === 'ms' ? 0.001 : (UNITS[unit as keyof typeof UNITS] ?? 0));
  if (number !== '' && value > 0 && value <= 10 * 365 * UNITS.d) return value;
  throw new UsageError(`--${option}: expected a time such as 10s, 2m or 24h, got ${quoted(text)}.`);
}

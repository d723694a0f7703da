import type { Renewal } from '../membership/token-renewal';
import { UsageError } from '../problem';
import { seconds } from './cluster-options';
import { flagOption, type Option, textOption } from './command';

/** The option that requests a token that expires. */
export const TOKEN_OPTIONS = {
  'token-request': flagOption(
    'Ask the API server for a token that expires (TokenRequest), instead of using the token in the Secret.',
  ),
} as const satisfies Record<string, Option>;

/** The lifetime of a requested token. @param fallback the default, such as `24h` */
export function durationOption(fallback: string) {
  return textOption(
    `Lifetime of the requested token, at least 10m, such as 30m or 7d. Default: ${fallback}.`,
  );
}

/** Options that renew tokens before they expire. */
export const RENEWAL_OPTIONS = {
  'renew-before': textOption(
    'Only renew tokens on the primary that expire within this time, such as 168h. A new token lasts for --duration, else as long as the old one. Tokens that never expire stay.',
  ),
  'allow-gap': flagOption(
    'With --renew-before: renew although this release of Istio loses the endpoints of the cluster for a second or more.',
  ),
} as const satisfies Record<string, Option>;

/** Source: Kubernetes 1.20 to 1.34, pkg/apis/authentication/validation/validation.go (ValidateTokenRequest). */
const LEAST_SECONDS = 600;

/** Parses `--duration` into seconds; API servers refuse less than ten minutes. @throws UsageError */
export function durationOf(text: string): number {
  const value = seconds('duration', text);
  if (value >= LEAST_SECONDS) return value;
  throw new UsageError(`--duration: expected at least 10m, got ${text}: API servers give no shorter token.`);
}

/** Default lifetime of `join --token-request`. */
export const JOIN_DURATION = '720h';

interface TokenValues {
  readonly 'token-request': boolean;
  readonly duration: string | undefined;
  readonly 'renew-before': string | undefined;
  readonly 'allow-gap': boolean;
}

/** Options that contradict a renewal, and why. */
const NOT_WITH_RENEWAL = {
  rotate: '--rotate recreates the account, whenever the token expires',
  output: '--output leaves the primary alone, whose tokens --renew-before looks at',
  seal: '--seal leaves the primary alone, whose tokens --renew-before looks at',
  'take-over': '--take-over changes other Secrets, which --renew-before leaves alone',
  record: '--record changes mesh.yaml, and --renew-before only tokens',
} as const;

type OtherValues = Readonly<Record<keyof typeof NOT_WITH_RENEWAL, boolean | string | undefined>>;

/** Reads the options of `join` about tokens that expire. @throws UsageError */
export function tokensThatEnd(values: TokenValues & OtherValues): {
  readonly tokenSeconds: number | undefined;
  readonly renewal: Renewal | undefined;
} {
  const { duration } = values;
  const [isRequested, before] = [values['token-request'], values['renew-before']];
  if (values['allow-gap'] && before === undefined)
    throw new UsageError('--allow-gap goes with --renew-before.');
  if (duration !== undefined && !isRequested && before === undefined)
    throw new UsageError('--duration goes with --token-request or --renew-before.');
  const asked = duration === undefined ? undefined : durationOf(duration);
  if (before === undefined)
    return {
      tokenSeconds: isRequested ? (asked ?? durationOf(JOIN_DURATION)) : undefined,
      renewal: undefined,
    };
  for (const [name, why] of Object.entries(NOT_WITH_RENEWAL)) {
    const value = values[name as keyof typeof NOT_WITH_RENEWAL];
    if (value !== undefined && value !== false) throw new UsageError(`${why}. Give one of them.`);
  }
  const beforeSeconds = seconds('renew-before', before);
  if (asked !== undefined && beforeSeconds >= asked)
    throw new UsageError(
      `--renew-before: expected less than --duration ${duration}, got ${before}: every run would renew every token.`,
    );
  return { tokenSeconds: asked, renewal: { beforeSeconds, allowGap: values['allow-gap'] } };
}

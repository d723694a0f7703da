import type { KeyObject } from 'node:crypto';
import { quoted, UsageError } from '../problem';

/** Keys that Go, Envoy and OpenSSL read alike. Ed25519 is left out: Envoy does not take it, nor does the Go of Istio 1.0. */
export const KEY_TYPES = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** Algorithm of a key pair and of the signatures it makes, for WebCrypto. */
export function algorithmOf(type: KeyType) {
  const [family, size = ''] = type.split('-');
  return family === 'rsa' ? rsaAlgorithm(Number(size)) : ecAlgorithm(`P-${size.slice(1)}`);
}

function rsaAlgorithm(modulusLength: number) {
  const publicExponent = new Uint8Array([1, 0, 1]);
  return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength, publicExponent };
}

function ecAlgorithm(namedCurve: string) {
  return { name: 'ECDSA', namedCurve, hash: namedCurve === 'P-384' ? 'SHA-384' : 'SHA-256' };
}

/** Algorithm of a key that is there already; undefined for one that cannot sign for Istio. */
export function algorithmOfKey(key: KeyObject) {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return rsaAlgorithm(modulusLength);
  if (key.asymmetricKeyType !== 'ec') return undefined;
  if (namedCurve === 'prime256v1') return ecAlgorithm('P-256');
  return namedCurve === 'secp384r1' ? ecAlgorithm('P-384') : undefined;
}

/** `rsa-2048`, `ec-p256`; for others, as OpenSSL has it. */
export function keyTypeText(key: KeyObject): string {
  const algorithm = algorithmOfKey(key);
  if (algorithm === undefined)
    return key.asymmetricKeyDetails?.namedCurve ?? key.asymmetricKeyType ?? 'unknown';
  return 'namedCurve' in algorithm
    ? `ec-${algorithm.namedCurve.toLowerCase().replace('-', '')}`
    : `rsa-${algorithm.modulusLength}`;
}

const DAY = 24 * 3600;
const UNITS = { h: 3600, d: DAY, y: 365 * DAY } as const;

/** Go and OpenSSL read dates up to then alike. */
const LONGEST = 50 * UNITS.y;

/** Seconds of `2160h`, `730d` or `10y`, a year being 365 days. @throws UsageError */
export function lifetimeSeconds(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,9})([hdy])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit as keyof typeof UNITS] ?? 0);
  if (seconds > 0 && seconds <= LONGEST) return seconds;
  throw new UsageError(
    `--${option}: expected a time such as 2160h, 730d or 10y (at most 50y), got ${quoted(text)}. Write one`,
  );
}

/** `2028-11-21`. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Whole days from one date to another, rounded down. */
export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 1000 / DAY);
}

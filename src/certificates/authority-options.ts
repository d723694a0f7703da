import type { KeyObject } from 'node:crypto';
import { quoted, UsageError } from '../problem';

/**
 * Key types that Go, Envoy and OpenSSL all support. Excludes Ed25519: Envoy and the Go of Istio 1.0 do not support
 * it.
 */
export const KEY_TYPES = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ec-p256', 'ec-p384'] as const;
export type KeyType = (typeof KEY_TYPES)[number];

/** Returns the algorithm of a key pair and its signatures, for WebCrypto. */
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

/** Returns the algorithm of an existing key. Undefined if the key cannot sign for Istio. */
export function algorithmOfKey(key: KeyObject) {
  const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa') return rsaAlgorithm(modulusLength);
  if (key.asymmetricKeyType !== 'ec') return undefined;
  if (namedCurve === 'prime256v1') return ecAlgorithm('P-256');
  return namedCurve === 'secp384r1' ? ecAlgorithm('P-384') : undefined;
}

/** Formats `rsa-2048` or `ec-p256`; other types as OpenSSL does. */
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

/** Go and OpenSSL read dates up to this lifetime in the same way. */
const LONGEST = 50 * UNITS.y;

/** Parses `2160h`, `730d` or `10y` into seconds. A year has 365 days. @throws UsageError */
export function lifetimeSeconds(option: string, text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,9})([hdy])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit as keyof typeof UNITS] ?? 0);
  if (seconds > 0 && seconds <= LONGEST) return seconds;
  throw new UsageError(
    `--${option}: expected a time such as 2160h, 730d or 10y (at most 50y), got ${quoted(text)}. Write one`,
  );
}

/** Formats `2028-11-21`. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Returns the whole days from one date to another, rounded down. */
export function daysBetween(from: Date, to: Date): number {
  return Math.floor((to.getTime() - from.getTime()) / 1000 / DAY);
}

import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import * as plant from './planted';
import { block, configMap, LINE, quoted, type Row, value } from './planted';

const { base64, capitals, jwt, keys, kubeconfig, letters, lower } = plant;

const twice = (text: string): string => base64(base64(text));
const encoded: Row[] = [
  ['a token', value(base64(jwt())), 'base64 of a JSON Web Token', LINE],
  ['a private key', value(base64(keys.rsa)), 'base64 of an RSA private key', LINE],
  ['a private key, base64url', value(plant.base64url(keys.pkcs8)), 'base64 of a PKCS#8 private key', LINE],
  [
    'a private key, wrapped',
    block(plant.wrap(base64(keys.rsa), 64)),
    'base64 of an RSA private key',
    LINE + 1,
  ],
  [
    'a private key, wrapped with CRLF',
    block(plant.wrap(base64(keys.ec), 76)).replaceAll('\n', '\r\n'),
    'base64 of an EC private key',
    LINE + 1,
  ],
  [
    'a private key, wrapped in escapes',
    quoted(plant.wrap(base64(keys.rsa), 64)),
    'base64 of an RSA private key',
    LINE,
  ],
  ['a token, twice', value(twice(jwt())), 'base64 of base64 of a JSON Web Token', LINE],
  [
    'a kubeconfig',
    value(base64(kubeconfig(`token: ${letters(20)}`))),
    'base64 of a kubeconfig with a token',
    LINE,
  ],
  ['a GitHub token', value(base64(`gh${'p_'}${letters(36)}`)), 'base64 of a GitHub token', LINE],
  ['a bootstrap token', value(base64(`${lower(6)}.${lower(16)}`)), 'base64 of a bootstrap token', LINE],
  ['an AWS key id', value(base64(`AK${'IA'}${capitals(16)}`)), 'base64 of an AWS access key id', LINE],
  ['a gzipped key', value(plant.gzipped(keys.rsa)), 'gzip of an RSA private key', LINE],
  ['a Helm release', value(base64(plant.gzipped(keys.rsa))), 'base64 of gzip of an RSA private key', LINE],
  [
    'a Docker config',
    configMap(`  .dockerconfigjson: ${base64(plant.dockerConfig())}`),
    'base64 of a registry login',
    LINE,
  ],
];

describe('finds an encoded credential:', () => {
  it.each(encoded)('%s', (_name, text, what, line) => {
    expect(findCredentials(text)).toContainEqual(expect.objectContaining({ what, line }));
  });

  it('says where in a wrapped encoding the credential starts', () => {
    const config = `# ${'a long comment '.repeat(10)}\n${kubeconfig(`token: ${jwt()}`)}`;
    const [finding] = findCredentials(block(plant.wrap(base64(config), 64)));
    expect(finding?.line).toBe(LINE + 1 + Math.floor((4 * Math.floor(config.indexOf('eyJ') / 3)) / 64));
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Sandbox } from '../e2e/sandbox';
import { MESH } from '../review/mesh-change';
import { indent, jwt, keys } from '../secret-scan/planted';
import { istioRemote } from './recorded-terminal';

const FILE = 'dist/eu/istio-remote.k8s.yaml';
const OUTPUTS: readonly (readonly string[])[] = [[], ['--json'], ['--summary'], ['--summary', '--json']];

/** Returns the output of `check` after lines were added to the file of a cluster. */
async function checkWith(lines: string, options: readonly string[]) {
  using sandbox = new Sandbox({ 'mesh.yaml': MESH });
  const paths = ['--config', sandbox.path('mesh.yaml'), '--outdir', sandbox.path('dist')];
  await istioRemote(['synth', ...paths]);
  sandbox.write(FILE, `${readFileSync(sandbox.path(FILE), 'utf8')}---\n${lines}`);
  return await istioRemote(['check', ...paths, ...options]);
}

const configMap = (data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: by-hand\ndata:\n${data}`;

const token = jwt();
const SECRETS: readonly [name: string, text: string, secret: string][] = [
  ['token', configMap(`  value: ${token}\n`), token],
  ['token as a key', configMap(`  ${token}: a\n`), token],
  ['token in a name', configMap('').replace('by-hand', token), token],
  [
    'token in the wrong place',
    `apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: ${token}\n`,
    token,
  ],
  ['private key', configMap(`  key: |\n    ${indent(keys.rsa, '    ')}\n`), keys.rsa.split('\n')[4] ?? ''],
];

describe.each(OUTPUTS.map((options) => [options.join(' '), options] as const))(
  'check %s',
  (_name, options) => {
    it.each(SECRETS)('reports a %s without printing it', async (_secret, text, secret) => {
      const { code, out, err } = await checkWith(text, options);
      expect(code).toBe(1);
      expect(err).toContain('contains a credential');
      for (let at = 0; at + 12 <= secret.length; at += 12)
        expect(out + err).not.toContain(secret.slice(at, at + 12));
    });

    it('shows characters that nobody would see', async () => {
      const name = 'a\u202eb\u200bc\u2066d\u{e0041}e\u009bf';
      const { out, err } = await checkWith(configMap(`  value: "${name}"\n  esc: \u001b[31m\n`), options);
      expect(out + err).not.toMatch(/(?!\n|\t| )[\p{Cc}\p{Cf}\p{Z}\p{Default_Ignorable_Code_Point}]/u);
    });
  },
);

it('finds a credential in a file in UTF-16 that this tool did not make', async () => {
  using sandbox = new Sandbox({ 'mesh.yaml': MESH });
  const paths = ['--config', sandbox.path('mesh.yaml'), '--outdir', sandbox.path('dist')];
  await istioRemote(['synth', ...paths]);
  sandbox.write('dist/eu/notes.txt', Buffer.from(`\ufeffa: b\r\ntoken: ${token}\r\n`, 'utf16le'));
  const { code, err } = await istioRemote(['check', ...paths]);
  expect(code).toBe(1);
  expect(err).toContain('notes.txt:2:8: contains a credential (JSON Web Token)');
});

it('shows what differs beside a credential, and says when nothing else does', async () => {
  const { out } = await checkWith(configMap(`  value: ${token}\n  other: "a\u202eb"\n`), []);
  expect(out).toContain('-  value: <hidden: JSON Web Token>\n');
  expect(out).toContain('-  other: "a\\u202eb"\n');
});

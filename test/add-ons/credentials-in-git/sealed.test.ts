import { describe, expect, it } from 'vitest';
import { printYaml } from '../../../src/kubernetes/text/print-yaml';
import { outputOf } from '../../../src/lines/mesh-output';
import { readMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { problemText } from '../../../src/problem';
import { remoteSecretIdentity } from '../../../src/remote-secret/remote-secret';
import { SEALING_SCOPES, type SealingScope } from '../../../src/sealed-secrets/format';
import { type SealedSecretManifest, sealSecret } from '../../../src/sealed-secrets/seal';
import { findCredentials } from '../../../src/secret-scan/find-credentials';
import { Sandbox } from '../../e2e/sandbox';
import { readManifests } from '../../golden/manifests';
import { controller } from '../../sealed-secrets/controller';
import { openSealedSecret } from '../../sealed-secrets/open';
import { inputWith, LINES, type Line } from './mesh-with';

const own = controller();
const KUBECONFIG = Buffer.from('apiVersion: v1\nkind: Config\n');

function sealed(cluster: string, line: Line = '1.0', scope: SealingScope = 'strict') {
  const identity = remoteSecretIdentity(line, cluster);
  return sealSecret(
    { ...identity, namespace: 'istio-system', type: 'Opaque', data: { [cluster]: KUBECONFIG } },
    { certificate: own.certificate, scope },
  );
}

/** Reads and renders a mesh with these files. */
function read(files: Readonly<Record<string, string>>, line: Line = '1.0', folder?: string) {
  const sealedSecrets = folder === undefined ? {} : { folder };
  using sandbox = new Sandbox({ 'mesh.yaml': printYaml(inputWith({ sealedSecrets }, line)), ...files });
  const { mesh, problems } = readMesh(sandbox.path('mesh.yaml'));
  const texts = mesh === undefined ? [] : [...meshFiles(outputOf(mesh), ['hq'])];
  return {
    problems: problems.map(problemText).map((text) => text.replaceAll(`${sandbox.folder}/`, '')),
    paths: texts.map(({ path }) => path),
    text: texts.map(({ text }) => text).join(''),
  };
}

const opened = (text: string) =>
  readManifests(text).map((object) =>
    openSealedSecret(own.privateKey, object as unknown as SealedSecretManifest),
  );

describe('a sealed credential', () => {
  it.each(LINES.flatMap((line) => SEALING_SCOPES.map((scope) => [line, scope] as const)))(
    'is carried into the file of the primary and opens there: line %s, %s',
    async (line, scope) => {
      const files = {
        'sealed-secrets/eu.yaml': printYaml(await sealed('eu', line, scope)),
        'sealed-secrets/ap.yaml': JSON.stringify(await sealed('ap', line, scope), undefined, '\t'),
      };
      const { text, paths, problems } = read(files, line);
      expect(problems).toEqual([]);
      expect(paths).toEqual(['hq/remote-secrets.k8s.yaml']);
      expect(opened(text)).toEqual([{ eu: KUBECONFIG }, { ap: KUBECONFIG }]);
      expect(findCredentials(text)).toEqual([]);
    },
  );

  it('makes a Secret of the same name, labels and annotations as `join` does', async () => {
    const { text } = read({ 'sealed-secrets/eu.yaml': printYaml(await sealed('eu', 'current')) }, 'current');
    const { name, labels, annotations } = remoteSecretIdentity('current', 'eu');
    expect(Object(readManifests(text)[0]?.spec).template).toEqual({
      metadata: { name, namespace: 'istio-system', labels, annotations },
      type: 'Opaque',
    });
  });

  it('is in the folder in mesh.yaml', async () => {
    const { problems, paths } = read(
      {
        'keys/eu.yaml': printYaml(await sealed('eu')),
        'keys/ap.yaml': printYaml(await sealed('ap')),
      },
      '1.0',
      'keys/',
    );
    expect(problems).toEqual([]);
    expect(paths).toEqual(['hq/remote-secrets.k8s.yaml']);
  });

  it('that is missing is a warning with the command that makes it; the others are carried', async () => {
    const { problems, text } = read({ 'sealed-secrets/eu.yaml': printYaml(await sealed('eu')) });
    expect(problems).toEqual([
      'mesh.yaml:7:18 credentials.sealedSecrets: warning: sealed-secrets has no credential of ap, so the primary gets none from here. Run `istio-remote join ap --seal CERT` once the cluster is set up',
    ]);
    expect(opened(text)).toEqual([{ eu: KUBECONFIG }]);
  });

  it('may have what kubeseal leaves empty', async () => {
    const made = await sealed('eu');
    const template = { ...made.spec.template, data: null };
    const text = JSON.stringify({
      ...made,
      metadata: { ...made.metadata, creationTimestamp: null },
      spec: {
        ...made.spec,
        template: { ...template, metadata: { ...template.metadata, creationTimestamp: null } },
      },
    });
    const { problems } = read({ 'sealed-secrets/eu.yaml': text, 'sealed-secrets/ap.yaml': '' });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(/^sealed-secrets\/ap\.yaml: expected one SealedSecret, got an empty file/);
  });
});

describe('a file of a sealed credential is refused', () => {
  const AGAIN = 'Run `istio-remote join eu --seal CERT` to write it again';
  it.each<[string, (text: string) => string, string]>([
    [
      'that is a plain Secret',
      () => 'apiVersion: v1\nkind: Secret\nmetadata: { name: eu }\ndata: { eu: YQ== }\n',
      'sealed-secrets/eu.yaml:2:7 kind: expected a SealedSecret, got "Secret"',
    ],
    [
      'of another name',
      (text) => text.replace('  name: eu', '  name: us'),
      'sealed-secrets/eu.yaml:4:9 metadata.name: expected "eu", got "us"',
    ],
    [
      'of another namespace',
      (text) => text.replace('  namespace: istio-system', '  namespace: other'),
      'sealed-secrets/eu.yaml:5:14 metadata.namespace: expected "istio-system", got "other"',
    ],
    [
      'with another key',
      (text) => text.replace('    eu: ', '    us: '),
      'sealed-secrets/eu.yaml:8:5 spec.encryptedData: expected the key eu alone, got "us"',
    ],
    [
      'without the label',
      (text) => text.replace(/ *istio\/multiCluster.*\n/, ''),
      'spec.template.metadata.labels.',
    ],
    [
      'with a plain value in its template',
      (text) => `${text}    data:\n      token: abc\n`,
      'spec.template.data.token: unknown key',
    ],
    [
      'with a plain value beside the sealed ones',
      (text) => text.replace('spec:\n', 'spec:\n  data: c2VjcmV0\n'),
      'spec.data: unknown key',
    ],
    [
      'with a value that is not sealed',
      (text) => text.replace(/ {4}eu: .*/, '    eu: YXBpVmVyc2lvbjogdjEK'),
      'spec.encryptedData.eu: expected a sealed value, in base64 as `kubeseal` writes it',
    ],
    [
      'with a value cut short',
      (text) => text.replace(/( {4}eu: .{300}).*/, '$1'),
      'spec.encryptedData.eu: expected a sealed value',
    ],
    ['with two documents', (text) => `${text}---\n${text}`, 'expected one SealedSecret, got 2 documents'],
  ])('%s', async (_what, change, said) => {
    const text = change(printYaml(await sealed('eu')));
    const { problems, paths } = read({
      'sealed-secrets/eu.yaml': text,
      'sealed-secrets/ap.yaml': printYaml(await sealed('ap')),
    });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(said);
    expect(problems[0]).toContain(AGAIN);
    expect(paths).toEqual([]);
  });

  it('that is of the other line', async () => {
    const text = printYaml(await sealed('eu', '1.0'));
    const { problems } = read({ 'sealed-secrets/eu.yaml': text }, 'current');
    expect(problems.join('\n')).toContain('metadata.name: expected "istio-remote-secret-eu", got "eu"');
  });

  it('that is not YAML, with the place', () => {
    const { problems } = read({ 'sealed-secrets/eu.yaml': 'kind: "a\n' });
    expect(problems.at(-1)).toMatch(/^sealed-secrets\/eu\.yaml:2:1: not valid YAML/);
  });
});

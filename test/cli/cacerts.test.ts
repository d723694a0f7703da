import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { CertificateFolder } from '../certificates/certificate-folder';
import { istioRemote } from './recorded-terminal';

function cli(certificates: CertificateFolder, ...argv: readonly string[]) {
  return istioRemote(argv, { CDK8S_OUTDIR: certificates.outdir });
}

const EC = ['--key-type', 'ec-p256'];

describe('istio-remote cacerts', () => {
  it('goes from nothing to certificates that verify, beside mesh.yaml', async () => {
    using certificates = new CertificateFolder();
    const config = ['--config', certificates.config];
    for (const argv of [
      ['init', ...EC],
      ['issue', '--all', ...EC],
      ['issue', 'eu', '--secret'],
      ['verify'],
      ['rotate', ...EC],
      ['issue', '--all', '--replace', ...EC],
      ['rotate', '--finish'],
      ['issue', 'eu', 'ap', '--replace', '--json', ...EC, '--lifetime', '90d', '--organization', 'Example'],
      ['verify', '--json', '--warn', '1h'],
    ]) {
      const { code, out, err } = await cli(certificates, 'cacerts', ...argv, ...config);
      expect([argv.join(' '), code, err.replace(/^(?:Next|The mesh moves).*\n/, '')]).toEqual([
        argv.join(' '),
        0,
        '',
      ]);
      expect(findCredentials(out)).toEqual([]);
    }
    expect(certificates.files()).toContain('clusters/eu/cacerts.secret.yaml');
  });

  it('exits 1 if something is wrong, and says so on standard error', async () => {
    using certificates = await CertificateFolder.issued();
    const config = ['--config', certificates.config];
    expect(await cli(certificates, 'cacerts', 'verify', '--warn', '9y', ...config)).toMatchObject({
      code: 0,
    });
    await cli(certificates, 'cacerts', 'init', '--replace', ...EC, ...config);
    await cli(certificates, 'cacerts', 'issue', 'eu', '--replace', ...EC, ...config);
    const { code, out, err } = await cli(certificates, 'cacerts', 'verify', ...config);
    expect({ code, out }).toEqual({
      code: 1,
      out: expect.stringMatching(/^hq: ok \(ec-p256\), until 20\d\d-\d\d-\d\d\neu: ok .*\nap: ok .*\n$/),
    });
    expect(err).toContain('All clusters of a mesh sign under one root');
  });

  it.each([
    [
      'cacerts --help',
      0,
      /Commands:[\s\S]*cacerts init[\s\S]*cacerts issue[\s\S]*cacerts verify[\s\S]*cacerts rotate/,
    ],
    [
      'cacerts issue --help',
      0,
      /^Usage: istio-remote cacerts issue \[cluster\.\.\] \[options\][\s\S]*--root-key[\s\S]*Examples:/,
    ],
    ['--help', 0, /istio-remote cacerts +Make, check and rotate the certificates/],
    ['cacerts', 2, /^Usage: istio-remote cacerts <command>[\s\S]*cacerts init/],
    [
      'cacerts isue',
      2,
      /^istio-remote: Unknown command "isue"\. Did you mean issue\?\nRun `istio-remote cacerts --help`/,
    ],
    ['cacerts issue', 2, /^istio-remote: Name clusters, or --all\.\nRun `istio-remote cacerts issue --help`/],
    ['cacerts issue eu --all', 2, /^istio-remote: Name clusters, or --all\./],
    ['cacerts issue eu --output x', 2, /^istio-remote: --output is for what --seal makes\./],
    [
      'cacerts issue eu --json --seal x',
      2,
      /^istio-remote: --json and --output - both take standard output\./,
    ],
    [
      'cacerts init --bogus',
      2,
      /^istio-remote: Unknown option "--bogus"\.\nRun `istio-remote cacerts init --help`/,
    ],
    ['cacerts init extra', 2, /^istio-remote: Unknown argument "extra"\./],
    ['init cacerts', 2, /^istio-remote: Unknown argument "cacerts"\./],
    [
      'cacerts init --key-type rsa-1024',
      2,
      /^istio-remote: --key-type is one of rsa-2048, .*, not "rsa-1024"\.\n/,
    ],
    [
      'cacerts init --lifetime 10',
      2,
      /^istio-remote: --lifetime: expected a time such as 2160h, 730d or 10y \(at most 50y\), got "10"\. Write one\n/,
    ],
    ['cacerts init --lifetime 51y', 2, /^istio-remote: --lifetime: expected/],
    ['cacerts init --lifetime 0d', 2, /^istio-remote: --lifetime: expected/],
    [
      'cacerts init --path-length 0',
      2,
      /^istio-remote: --path-length: expected a number from 1 to 9, because the authorities of clusters are below the root, got "0"/,
    ],
    [
      'cacerts issue eu --path-length 1.5',
      2,
      /^istio-remote: --path-length: expected a number from 0 to 9, got "1\.5"/,
    ],
    [
      'cacerts issue eu --seal x --scope all',
      2,
      /^istio-remote: --scope is one of strict, namespace-wide, cluster-wide, not "all"\./,
    ],
    [
      'cacerts init --trust-domain spiffe://a',
      2,
      /^istio-remote: --trust-domain: .*got "spiffe:\/\/a"\. Leave out spiffe:\/\/\n/,
    ],
    ['cacerts init --trust-domain a..b', 2, /^istio-remote: --trust-domain: expected lower-case letters/],
    ['cacerts init --trust-domain A', 2, /^istio-remote: --trust-domain: expected lower-case letters/],
    ['cacerts init --organization=', 2, /^istio-remote: --organization: expected 1 to 64 visible characters/],
  ])('answers %s', async (line, code, expected) => {
    using certificates = new CertificateFolder();
    const answer = await cli(certificates, ...line.split(' '));
    expect(answer.code).toBe(code);
    expect(code === 0 ? answer.out : answer.err).toMatch(expected);
  });
});

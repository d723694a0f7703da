import { X509Certificate } from 'node:crypto';
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Authority } from '../../src/certificates/authority';
import { coversHost, hostsOf, shownCertificates } from '../../src/doctor/shown-certificate';
import { serverCertificate, testIntermediate, testRoot } from './server-certificate';

const HOSTS = ['istiod.istio-system.svc', '*.mesh.example', '10.8.0.11', 'fd00::11'];

let root: Authority;
let intermediate: Authority;
let own: Authority;

beforeAll(async () => {
  root = await testRoot();
  intermediate = await testIntermediate(root);
  own = await serverCertificate(intermediate, HOSTS);
});

describe('the certificates that a server shows', () => {
  const asked: string[] = [];
  let port: number;
  let close: () => void;

  beforeAll(async () => {
    const cert = own.certificate + intermediate.certificate;
    const SNICallback = (name: string, done: (error: null) => void): void => {
      asked.push(name);
      done(null);
    };
    const server = createTlsServer({ cert, key: own.key, SNICallback }, (socket) => {
      socket.on('error', () => undefined);
    });
    port = await listening(server);
    close = () => server.close();
  });

  afterAll(() => close());

  it('are its own, then those of its issuers', async () => {
    const shown = await shownCertificates({ host: '127.0.0.1', port });
    expect(pems(shown)).toEqual([own.certificate, intermediate.certificate].map(bare));
    expect(asked).toEqual([]);
  });

  it('are asked for by the name of the host', async () => {
    await shownCertificates({ host: 'localhost', port });
    expect(asked).toEqual(['localhost']);
  });
});

it.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'are read from a server that refuses clients without a certificate by %s',
  async (version) => {
    const options = { cert: own.certificate, key: own.key, requestCert: true, ca: root.certificate };
    const server = createTlsServer({ ...options, maxVersion: version }, (socket) => {
      socket.on('error', () => undefined);
    });
    server.on('tlsClientError', () => undefined);
    const shown = await shownCertificates({ host: '127.0.0.1', port: await listening(server) });
    expect(pems(shown)).toEqual([bare(own.certificate)]);
    server.close();
  },
);

it('asks for the name that it is given', async () => {
  const asked: string[] = [];
  const SNICallback = (name: string, done: (error: null) => void): void => {
    asked.push(name);
    done(null);
  };
  const server = createTlsServer({ cert: own.certificate, key: own.key, SNICallback });
  const port = await listening(server);
  await shownCertificates({ host: '127.0.0.1', port, servername: 'istiod.istio-system.svc' });
  expect(asked).toEqual(['istiod.istio-system.svc']);
  server.close();
});

it.each([
  ['speaks no TLS', 'hello\n', /^(?:ERR_SSL_|EPROTO)/],
  ['closes', '', /closed|ECONNRESET/],
])('says what is wrong with a server that %s', async (_, text, failure) => {
  const server = createServer((socket) => socket.resume().end(text));
  const port = await listening(server);
  expect(await shownCertificates({ host: '127.0.0.1', port })).toEqual({
    failure: expect.stringMatching(failure),
  });
  await new Promise((resolve) => server.close(resolve));
  expect(await shownCertificates({ host: '127.0.0.1', port })).toEqual({ failure: 'ECONNREFUSED' });
});

it('gives up on a server that says nothing', async () => {
  const server = createServer(() => undefined);
  const port = await listening(server);
  const shown = await shownCertificates({ host: '127.0.0.1', port, milliseconds: 50 });
  expect(shown).toEqual({ failure: 'no answer within 0.05 s' });
  server.close();
});

describe('a certificate', () => {
  it('lists the hosts of a certificate', () => {
    expect(hostsOf(read(own))).toEqual(expect.arrayContaining(HOSTS.slice(0, 3)));
  });

  it.each([
    ['istiod.istio-system.svc', true],
    ['istiod.istio-system', false],
    ['eu.mesh.example', true],
    ['a.eu.mesh.example', false],
    ['10.8.0.11', true],
    ['10.8.0.12', false],
    ['fd00::11', true],
    ['fd00:0::11', true],
  ])('covers %s: %s', (host, covers) => {
    expect(coversHost(read(own), host)).toBe(covers);
  });
});

function read({ certificate }: Authority): X509Certificate {
  return new X509Certificate(certificate);
}

function bare(pem: string): string {
  return pem.trim();
}

function pems(shown: Awaited<ReturnType<typeof shownCertificates>>): string[] {
  if ('failure' in shown) throw new Error(shown.failure);
  return shown.chain.map((one) => bare(one.toString()));
}

function listening(server: import('node:net').Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address !== 'object' || address === null) throw new Error('no port');
      resolve(address.port);
    });
  });
}

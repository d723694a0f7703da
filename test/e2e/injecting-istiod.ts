import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { Authority } from '../../src/certificates/authority';
import { injectionVariables } from '../../src/lines/istio-current/facts/injection-path';
import { serverCertificate } from '../doctor/server-certificate';

/** The hosts in istiod's default certificate. Source: pilot/pkg/bootstrap/server.go (getDNSNames). */
export const OWN_HOSTS = ['istiod', 'istiod-remote', 'istio-pilot'].map((name) => `${name}.istio-system.svc`);

/** A stand-in for istiod as an API server sees it: port 15017, TLS, `/inject/…` and `/validate`. */
export interface InjectingIstiod {
  /** The port of this machine for 15017. */
  readonly port: number;
  /** Paths that API servers requested. */
  readonly paths: readonly string[];
  /** Server names in their TLS handshakes. */
  readonly serverNames: readonly string[];
  close(): void;
}

/**
 * Starts it with a certificate like the one that istiod signs for itself.
 * @param customHosts value of `ISTIOD_CUSTOM_HOST`
 */
export async function startInjectingIstiod(
  root: Authority,
  customHosts: readonly string[],
): Promise<InjectingIstiod> {
  const { certificate, key } = await serverCertificate(root, [...OWN_HOSTS, ...customHosts]);
  const [paths, serverNames]: [string[], string[]] = [[], []];
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = new URL(request.url ?? '', 'https://istiod').pathname;
    paths.push(path);
    const review = JSON.parse(Buffer.concat(chunks).toString()) as Review;
    serverNames.push(String((request.socket as TLSSocket).servername));
    response.setHeader('Content-Type', 'application/json');
    // A kept connection would still lead to this one after another has replaced it.
    response.setHeader('Connection', 'close');
    response.end(JSON.stringify(answer(path, review)));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    paths,
    serverNames,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

interface Review {
  readonly apiVersion: string;
  readonly kind: string;
  readonly request: {
    readonly uid: string;
    readonly object: { readonly metadata: { readonly name: string } };
  };
}

/** Answers with a sidecar that contains its cluster. Refuses Istio objects with `wrong` in their name. */
function answer(path: string, { apiVersion, kind, request: { uid, object } }: Review): object {
  const response = path.startsWith('/inject')
    ? { uid, allowed: true, patchType: 'JSONPatch', patch: patchOf(path) }
    : {
        uid,
        allowed: !object.metadata.name.includes('wrong'),
        status: { message: 'istiod refuses it' },
      };
  return { apiVersion, kind, response };
}

function patchOf(path: string): string {
  const value = injectionVariables(path).get('cluster');
  const env = [{ name: 'ISTIO_META_CLUSTER_ID', value }];
  const container = { name: 'istio-proxy', image: 'istio/proxyv2', env };
  const patch = [{ op: 'add', path: '/spec/containers/-', value: container }];
  return Buffer.from(JSON.stringify(patch)).toString('base64');
}

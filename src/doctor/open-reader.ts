import type { Cluster } from '../kubernetes/api/cluster';
import { Connection } from '../kubernetes/api/connection';
import { LiveCluster } from '../kubernetes/api/live-cluster';
import type { ReaderAccess } from './context';

/** Opens a cluster with nothing but a token, as the control plane does. */
export function openReader(
  access: ReaderAccess,
  seconds: number,
  env: Readonly<Record<string, string | undefined>>,
): Cluster {
  const { name, server, ca, serverName, proxyUrl, skipVerify, token } = access;
  const cluster = {
    server,
    'insecure-skip-tls-verify': skipVerify,
    ...(ca === undefined ? {} : { 'certificate-authority-data': Buffer.from(ca).toString('base64') }),
    ...(serverName === undefined ? {} : { 'tls-server-name': serverName }),
    ...(proxyUrl === undefined ? {} : { 'proxy-url': proxyUrl }),
  };
  const entry = (fields: Readonly<Record<string, unknown>>) => ({ folder: '', fields });
  const context = {
    name: 'reader',
    named: true,
    cluster: entry(cluster),
    user: entry({ token }),
    userName: 'reader',
  };
  return new LiveCluster(new Connection(name, context, env), seconds * 1000);
}

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAtLeast } from '../../src/kubernetes/version';
import type { ApiServerBinaries } from './api-servers';
import { run } from './run';

/** Number of ports of a server, from the first on: its own, two of etcd, and its controllers'. */
export const PORTS = 4;

const CONTROLLERS = ['serviceaccount', 'serviceaccount-token', 'root-ca-cert-publisher', 'namespace'];

/** The differences of a server from the usual one. */
export interface ServerOptions {
  /** Socket of an HTTP proxy that the server uses to call webhooks, instead of the network. */
  readonly egress?: string;
  /** Whether the server calls the endpoints of a webhook's Service itself, instead of its address. @default false */
  readonly aggregatorRouting?: boolean;
  /** Ranges of Service addresses, separated by commas. @default - IPv4, and IPv6 from Kubernetes 1.23 on */
  readonly serviceRange?: string;
  /** Additional controllers, besides those of accounts and namespaces, for example `deployment`. @default [] */
  readonly controllers?: readonly string[];
  /** An address in the server's certificate besides 127.0.0.1, for clients that reach it through a proxy. */
  readonly address?: string;
}

/** A server that answers. */
export interface StartedServer {
  /** Kubeconfig of the administrator. */
  readonly kubeconfig: string;
  readonly url: string;
  readonly processes: readonly ChildProcess[];
}

/**
 * Starts etcd, kube-apiserver, and the controllers of service accounts, their tokens, and namespaces, on loopback.
 * @param folder for certificates, data and logs; it must not exist
 * @param port the first of {@link PORTS} free ones
 * @throws Error with the end of the logs if the server does not get ready
 */
export async function startApiServer(
  { assets, kubernetes }: ApiServerBinaries,
  folder: string,
  port: number,
  {
    egress,
    aggregatorRouting = false,
    serviceRange = serviceRanges(kubernetes),
    controllers = [],
    address,
  }: ServerOptions = {},
): Promise<StartedServer> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  makeCertificates(folder, address === undefined ? '' : `,IP:${address}`);
  const kubeconfig = join(folder, 'admin.kubeconfig');
  writeFileSync(kubeconfig, kubeconfigOf(folder, port), { mode: 0o600 });
  const [store, peer] = [`http://127.0.0.1:${port + 1}`, `http://127.0.0.1:${port + 2}`];
  const start = (
    program: string,
    options: Readonly<Record<string, string | number | boolean>>,
  ): ChildProcess => {
    const log = openSync(join(folder, `${program}.log`), 'w');
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
    const child = spawn(join(assets, program), args, { cwd: folder, stdio: ['ignore', log, log] });
    closeSync(log);
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    return child;
  };
  const processes = [
    start('etcd', {
      'data-dir': 'etcd',
      'listen-client-urls': store,
      'advertise-client-urls': store,
      'listen-peer-urls': peer,
      'initial-advertise-peer-urls': peer,
      'initial-cluster': `default=${peer}`,
      'log-level': 'error',
    }),
    start('kube-apiserver', {
      'etcd-servers': store,
      'bind-address': '127.0.0.1',
      // An address of the Services' family; nobody calls it.
      'advertise-address': serviceRange.startsWith('fd') ? 'fd00::1' : '127.0.0.1',
      'secure-port': port,
      'tls-cert-file': 'server.crt',
      'tls-private-key-file': 'server.key',
      'client-ca-file': 'ca.crt',
      'service-cluster-ip-range': serviceRange,
      'service-account-key-file': 'accounts.pub',
      'service-account-signing-key-file': 'accounts.key',
      'service-account-issuer': 'https://kubernetes.default.svc',
      'authorization-mode': 'RBAC',
      'allow-privileged': true,
      'enable-aggregator-routing': aggregatorRouting,
      ...(egress === undefined ? {} : { 'egress-selector-config-file': egressFile(folder, egress) }),
    }),
  ];
  const server = { kubeconfig, url: `https://127.0.0.1:${port}`, processes };
  if (await isReady(join(assets, 'kubectl'), server, 'get', '--raw', '/readyz')) {
    // They give up if the API server is not ready within 10 s.
    processes.push(
      start('kube-controller-manager', {
        kubeconfig,
        ...controllerOptions(kubernetes, [...CONTROLLERS, ...controllers]),
        'secure-port': port + 3,
      }),
    );
    // The controllers create this account.
    if (await isReady(join(assets, 'kubectl'), server, 'get', 'serviceaccount', 'default')) return server;
  }
  kill(server);
  const logs = ['etcd', 'kube-apiserver', 'kube-controller-manager']
    .map((name) => join(folder, `${name}.log`))
    .flatMap((log) => (existsSync(log) ? readFileSync(log, 'utf8') : []));
  throw new Error(
    `the API server on port ${port} is not ready: ${logs.map((log) => log.slice(-400)).join('\n')}`,
  );
}

function controllerOptions(kubernetes: string, controllers: readonly string[]) {
  return {
    'service-account-private-key-file': 'accounts.key',
    'root-ca-file': 'ca.crt',
    controllers: controllers.join(','),
    'bind-address': '127.0.0.1',
    // Up to 1.24 there is also a port without TLS.
    ...(isAtLeast(kubernetes, '1.24') ? {} : { port: 0 }),
    'leader-elect': false,
  };
}

/** Both families from 1.23 on, when servers support them without a feature gate. */
function serviceRanges(kubernetes: string): string {
  return isAtLeast(kubernetes, '1.23') ? '10.96.0.0/16,fd00:10:96::/112' : '10.96.0.0/16';
}

/** All calls of the server itself go through the proxy: webhooks by Service (cluster) and by URL (controlplane). */
function egressFile(folder: string, udsName: string): string {
  const connection = { proxyProtocol: 'HTTPConnect', transport: { uds: { udsName } } };
  const file = join(folder, 'egress.yaml');
  const selections = ['cluster', 'controlplane'].map((name) => ({ name, connection }));
  const config = { apiVersion: 'apiserver.k8s.io/v1beta1', kind: 'EgressSelectorConfiguration' };
  writeFileSync(file, JSON.stringify({ ...config, egressSelections: selections }));
  return file;
}

/** Kills it: if asked to end, kube-apiserver waits up to a minute for the watches of its controllers. */
export function kill({ processes }: Pick<StartedServer, 'processes'>): void {
  for (const each of processes) each.kill('SIGKILL');
}

/** Whether kubectl succeeds within a minute and before any of the processes ends. */
async function isReady(
  kubectl: string,
  { kubeconfig, processes }: StartedServer,
  ...args: readonly string[]
): Promise<boolean> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (processes.some(({ exitCode }) => exitCode !== null)) return false;
    if (run(kubectl, ['--kubeconfig', kubeconfig, ...args]).code === 0) return true;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  return false;
}

/**
 * Creates an authority, a certificate of the server, one of the administrator, and the key that signs tokens.
 * @param more names in the certificates, for example `,IP:10.8.0.2`
 */
function makeCertificates(folder: string, more: string): void {
  const openssl = (...args: string[]): void => {
    const { code, stderr } = run('openssl', args, { cwd: folder });
    if (code !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
  };
  const key = ['-newkey', 'rsa:2048', '-nodes'];
  openssl(
    'req',
    '-x509',
    ...key,
    '-days',
    '2',
    '-subj',
    '/CN=test-authority',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  writeFileSync(join(folder, 'names'), `subjectAltName=IP:127.0.0.1,DNS:localhost${more}\n`);
  const subjects = { server: '/CN=kube-apiserver', admin: '/O=system:masters/CN=admin' };
  for (const [name, subject] of Object.entries(subjects)) {
    openssl('req', ...key, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const signer = [
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '2',
      '-extfile',
      'names',
    ];
    openssl('x509', '-req', '-in', `${name}.csr`, ...signer, '-out', `${name}.crt`);
  }
  openssl('genrsa', '-out', 'accounts.key', '2048');
  openssl('rsa', '-in', 'accounts.key', '-pubout', '-out', 'accounts.pub');
}

function kubeconfigOf(folder: string, port: number): string {
  const base64 = (file: string) => readFileSync(join(folder, file)).toString('base64');
  return `apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://127.0.0.1:${port}", certificate-authority-data: ${base64('ca.crt')}}}]
users: [{name: admin, user: {client-certificate-data: ${base64('admin.crt')}, client-key-data: ${base64('admin.key')}}}]
contexts: [{name: test, context: {cluster: test, user: admin}}]
current-context: test
`;
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KubeConfig, KubernetesObjectApi, type User } from '@kubernetes/client-node';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';

/*
 * Whether @kubernetes/client-node 1.4.0 keeps our promises by itself. `it.fails` marks a promise that it breaks: such a
 * test passes as long as the library breaks it.
 */

const TOKEN = 'the-token-of-the-administrator';
const folder = mkdtempSync(join(tmpdir(), 'istio-remote-trial-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const servers: Server[] = [];
const env = { ...process.env };
beforeEach(() => {
  delete process.env.KUBECONFIG;
});
afterEach(() => {
  process.env = { ...env };
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function file(name: string, content: unknown): string {
  writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return join(folder, name);
}

function config(server: string, user: object, cluster: object = {}, name = 'eu') {
  return {
    'current-context': name,
    clusters: [{ name, cluster: { server, 'insecure-skip-tls-verify': true, ...cluster } }],
    users: [{ name, user }],
    contexts: [{ name, context: { cluster: name, user: name } }],
  };
}

function loaded(content: object): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(file('config', content));
  return kubeConfig;
}

const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' } };

function read(kubeConfig: KubeConfig) {
  return KubernetesObjectApi.makeApiClient(kubeConfig).read(POD);
}

/** Answers discovery of the core, and everything else by `answer`. */
function api(answer: RequestListener): RequestListener {
  return (request, response) => {
    if (request.url !== '/api/v1') return answer(request, response);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(JSON.stringify({ resources: [{ kind: 'Pod', name: 'pods', namespaced: true }] }));
  };
}

async function headersOf(kubeConfig: KubeConfig): Promise<Record<string, unknown>> {
  const options: { headers?: object } = {};
  await kubeConfig.applyToHTTPSOptions(options);
  return { ...options.headers };
}

describe('@kubernetes/client-node, HTTP', () => {
  it.fails('does not send the token where a redirect leads', async () => {
    const seen: unknown[] = [];
    const thief = await serve(({ headers }, response) => {
      seen.push(headers.authorization);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(POD));
    });
    const server = await serve(
      api((_, response) => response.writeHead(302, { Location: `${thief}/` }).end()),
    );
    await read(loaded(config(server, { token: TOKEN }))).catch(() => undefined);
    expect(seen).not.toContain(`Bearer ${TOKEN}`);
  });

  it.fails('does not repeat the body of an answer in the message of an error', async () => {
    const server = await serve(
      api((_, response) => {
        response.writeHead(500, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ kind: 'Status', message: `no: ${TOKEN}` }));
      }),
    );
    const error = await read(loaded(config(server, { token: TOKEN }))).catch((thrown) => thrown);
    expect(String(error.message)).not.toContain(TOKEN);
  });

  it.fails('ends when a server is silent', async () => {
    const server = await serve(() => undefined);
    const work = read(loaded(config(server, { token: TOKEN }))).catch(() => 'ended');
    expect(await Promise.race([work, later(1500)])).toBe('ended');
  });

  it.fails('stops reading an answer that has no end', async () => {
    const server = await serve(
      api((_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        const timer = setInterval(() => response.write('x'.repeat(1 << 20)), 1);
        response.on('close', () => clearInterval(timer));
      }),
    );
    const work = read(loaded(config(server, { token: TOKEN }))).catch(() => 'ended');
    expect(await Promise.race([work, later(1500)])).toBe('ended');
  });

  it.fails('keeps fields of objects that its own release does not know', async () => {
    const server = await serve(
      api((_, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ ...POD, spec: { containers: [], newer: 'field' } }));
      }),
    );
    expect(await read(loaded(config(server, { token: TOKEN })))).toHaveProperty('spec.newer', 'field');
  });

  it.fails('goes through the proxy of the environment', async () => {
    const seen: string[] = [];
    const proxy = await serve(({ url = '' }, response) => {
      seen.push(url);
      response.end();
    });
    process.env.http_proxy = proxy;
    await read(loaded(config('http://api.invalid', { token: TOKEN }))).catch(() => undefined);
    expect(seen).toEqual(['http://api.invalid/api/v1']);
  });
});

describe('@kubernetes/client-node, kubeconfig', () => {
  it.fails('skips files of KUBECONFIG that are missing', () => {
    process.env.KUBECONFIG = `${join(folder, 'missing')}:${file('one', config('https://one', {}))}`;
    new KubeConfig().loadFromDefault();
  });

  it.fails('takes the first of two entries of one name', () => {
    const files = [file('one', config('https://one', {})), file('two', config('https://two', {}))];
    process.env.KUBECONFIG = files.join(':');
    new KubeConfig().loadFromDefault();
  });

  it.fails('takes the first current context', () => {
    const two = config('https://two', {}, {}, 'us');
    process.env.KUBECONFIG = `${file('one', config('https://one', {}))}:${file('two', two)}`;
    const kubeConfig = new KubeConfig();
    kubeConfig.loadFromDefault();
    expect(kubeConfig.getCurrentContext()).toBe('eu');
  });

  it.fails('reads tokenFile', async () => {
    file('token', TOKEN);
    expect(await headersOf(loaded(config('https://one', { tokenFile: 'token' })))).toMatchObject({
      Authorization: `Bearer ${TOKEN}`,
    });
  });

  it.fails('prefers data to a file', async () => {
    file('ca', 'of the file');
    const cluster = {
      'certificate-authority': 'ca',
      'certificate-authority-data': Buffer.from('of the data').toString('base64'),
    };
    const options: { ca?: unknown } = {};
    await loaded(config('https://one', {}, cluster)).applyToHTTPSOptions(options);
    expect(String(options.ca)).toBe('of the data');
  });

  it('takes certificates from files relative to the kubeconfig', async () => {
    file('ca', 'of the file');
    const options: { ca?: unknown } = {};
    await loaded(config('https://one', {}, { 'certificate-authority': 'ca' })).applyToHTTPSOptions(options);
    expect(String(options.ca)).toBe('of the file');
  });

  it.fails('impersonates groups, uid and extra fields as well as the user', async () => {
    const user = { as: 'jane', 'as-uid': '1', 'as-groups': ['dev'], 'as-user-extra': { reason: ['x'] } };
    expect(await headersOf(loaded(config('https://one', user)))).toMatchObject({
      'Impersonate-User': 'jane',
      'Impersonate-Uid': '1',
      'Impersonate-Group': ['dev'],
      'Impersonate-Extra-reason': ['x'],
    });
  });
});

describe('@kubernetes/client-node, credentials', () => {
  const plugin = (script: string, exec: object = {}) => {
    file('plugin.sh', script);
    return {
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1',
        command: 'sh',
        args: [join(folder, 'plugin.sh')],
        ...exec,
      },
    };
  };
  const credential = JSON.stringify({ status: { token: TOKEN } });

  it('runs a credential plugin', async () => {
    expect(await headersOf(loaded(config('https://one', plugin(`echo '${credential}'`))))).toMatchObject({
      Authorization: `Bearer ${TOKEN}`,
    });
  });

  it.fails('tells a plugin what it is asked for, and the cluster with provideClusterInfo', async () => {
    const info = join(folder, 'info');
    const script = `echo "$KUBERNETES_EXEC_INFO" > ${info}; echo '${credential}'`;
    await headersOf(loaded(config('https://one', plugin(script, { provideClusterInfo: true }))));
    expect(readFileSync(info, 'utf8')).toContain('https://one');
  });

  it.fails('runs a plugin whose path is relative to the kubeconfig', async () => {
    file('plugin.sh', `echo '${credential}'`);
    const user = plugin('', { command: './run', args: [] });
    writeFileSync(join(folder, 'run'), `#!/bin/sh\necho '${credential}'\n`, { mode: 0o755 });
    await headersOf(loaded(config('https://one', user)));
  });

  it.fails('does not repeat what a plugin says in the message of an error', async () => {
    const user = plugin(`echo '${TOKEN}' >&2; exit 3`);
    const error = await headersOf(loaded(config('https://one', user))).catch((thrown) => thrown);
    expect(error.message).not.toContain(TOKEN);
  });

  it.fails('stops a plugin that hangs', async () => {
    const work = headersOf(loaded(config('https://one', plugin('sleep 5')))).then(
      () => 'ended',
      () => 'ended',
    );
    expect(await Promise.race([work, later(1500)])).toBe('ended');
  });

  it.fails('prefers a token to a plugin', async () => {
    const user = { ...plugin(`touch ${join(folder, 'ran')}; echo '${credential}'`), token: TOKEN };
    await headersOf(loaded(config('https://one', user)));
    expect(() => rmSync(join(folder, 'ran'))).toThrow();
  });

  it.fails('saves the refresh token that an identity provider gives in place of the one used', async () => {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const idToken = `${part({})}.${part({ exp: 1 })}.x`;
    const kubeConfig = loaded(
      config('https://one', {
        'auth-provider': {
          name: 'oidc',
          config: { 'id-token': idToken, 'refresh-token': 'old', 'client-id': 'k', 'idp-issuer-url': 'x' },
        },
      }),
    );
    const oidc = kubeConfig['authenticators' as never]?.[4 as never] as unknown as {
      applyAuthentication(user: User | null, options: object, client: object): Promise<void>;
    };
    const client = { refresh: async () => ({ id_token: idToken, refresh_token: 'new', expiresIn: () => 1 }) };
    await oidc.applyAuthentication(kubeConfig.getCurrentUser(), { headers: {} }, client);
    expect(loadedAgain().getCurrentUser()?.authProvider.config['refresh-token']).toBe('new');
  });
});

function loadedAgain(): KubeConfig {
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromFile(join(folder, 'config'));
  return kubeConfig;
}

function later(milliseconds: number): Promise<string> {
  return new Promise((resolve) => setTimeout(() => resolve('still busy'), milliseconds));
}

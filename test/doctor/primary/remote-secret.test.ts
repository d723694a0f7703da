import { describe, expect, it } from 'vitest';
import type { OpenReader } from '../../../src/doctor/context';
import { remoteSecret } from '../../../src/doctor/primary/remote-secret';
import { staleSecrets } from '../../../src/doctor/primary/stale-secrets';
import { ClusterError, type KubeObject } from '../../../src/kubernetes/api/cluster';
import { openAsReader } from '../../../src/kubernetes/api/open-cluster';
import { labelledSecrets } from '../../../src/membership/secret-holders';
import { findCredentials } from '../../../src/secret-scan/find-credentials';
import { OTHER_ROOT_PEM } from '../../certificates-in-pem';
import { endingToken } from '../../kubernetes/api/fake-api-server';
import { LOCAL_CERTIFICATE } from '../../kubernetes/api/fake-certificate';
import { membershipOf } from '../../membership/membership-of';
import { base64, type FakeClusterOptions, fakeCluster, meshOf, ROOT, remoteOf, TOKEN } from '../fake-cluster';

const mesh = meshOf();

function kubeconfig(server = 'https://eu.example.com:6443', user = `{ token: ${TOKEN} }`, more = ''): string {
  return `apiVersion: v1
kind: Config
current-context: eu
clusters: [{ name: eu, cluster: { server: "${server}", certificate-authority-data: ${base64(ROOT)}${more} } }]
contexts: [{ name: eu, context: { cluster: eu, user: eu } }]
users: [{ name: eu, user: ${user} }]
`;
}

function secret(
  name = 'eu',
  data: object = { eu: base64(kubeconfig()) },
  labels = { 'istio/multiCluster': 'true' },
) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'istio-system', labels },
    data,
  } as KubeObject;
}

function context(
  objects: readonly KubeObject[],
  reader: FakeClusterOptions = {},
  remote: FakeClusterOptions = {},
) {
  const cluster = fakeCluster({ name: 'hq', objects });
  return {
    mesh,
    membership: membershipOf(mesh),
    primary: mesh.primary,
    cluster,
    remotes: mesh.remotes,
    reads: mesh.remotes,
    known: ['hq', 'eu'],
    openReader: () => fakeCluster(reader),
    openRemote: () => fakeCluster(remote),
    connect: async () => undefined,
    showCertificates: async () => ({ failure: 'nobody asks' }),
    remoteSecrets: () => labelledSecrets(cluster, 'istio-system'),
  };
}

describe('the Secret of a remote on the primary', () => {
  it('passes when its token works', async () => {
    expect(await remoteSecret(context([secret()]), remoteOf(mesh))).toMatchObject([{ status: 'ok' }]);
  });

  it('is opened with the server, the CA and the token of its kubeconfig', async () => {
    const opened: unknown[] = [];
    const openReader = (access: unknown) => {
      opened.push(access);
      return fakeCluster();
    };
    await remoteSecret({ ...context([secret()]), openReader }, remoteOf(mesh));
    expect(opened).toEqual([
      {
        name: 'eu',
        server: 'https://eu.example.com:6443',
        ca: ROOT,
        token: TOKEN,
        skipVerify: false,
      },
    ]);
  });

  it('is opened as its kubeconfig says, by a proxy, for another name and without verification too', async () => {
    const opened: unknown[] = [];
    const openReader = (access: unknown) => {
      opened.push(access);
      return fakeCluster();
    };
    const more = ', tls-server-name: api.internal, proxy-url: "http://proxy:3128"';
    const verified = kubeconfig(undefined, undefined, more);
    const ca = /certificate-authority-data: \S+(?=,)/;
    for (const text of [verified, verified.replace(ca, 'insecure-skip-tls-verify: true')])
      await remoteSecret({ ...context([secret('eu', { eu: base64(text) })]), openReader }, remoteOf(mesh));
    const same = { serverName: 'api.internal', proxyUrl: 'http://proxy:3128' };
    expect(opened).toMatchObject([
      { skipVerify: false, ...same },
      { skipVerify: true, ...same },
    ]);
  });

  it.each([
    [
      'it is missing',
      [],
      'broken',
      'no Secret in istio-system has the label istio/multiCluster=true and the key eu',
    ],
    [
      'it lacks the label',
      [{ ...secret(), metadata: { name: 'eu', namespace: 'istio-system' } }],
      'broken',
      'lacks the label',
    ],
    [
      'its key is another id',
      [secret('eu', { other: '' })],
      'broken',
      'has no key eu, which is the cluster id, but other',
    ],
    ['it is no YAML', [secret('eu', { eu: base64('{') })], 'broken', 'is not valid YAML'],
    ['its kubeconfig is empty', [secret('eu', { eu: base64('{}') })], 'broken', 'has no current context'],
    [
      'it names a program',
      [secret('eu', { eu: base64(kubeconfig(undefined, '{ exec: { command: rm } }')) })],
      'warning',
      'runs a program (exec), which works only where the pod of Pilot has it',
    ],
    [
      'it reads a file',
      [secret('eu', { eu: base64(kubeconfig(undefined, '{ tokenFile: /var/run/token }')) })],
      'warning',
      'reads a file (tokenFile)',
    ],
    [
      'it reads the file of a CA',
      [secret('eu', { eu: base64(kubeconfig().replace('authority-data:', 'authority:')) })],
      'warning',
      'reads a file (certificate-authority)',
    ],
    [
      'it has a CA and does not look at it',
      [secret('eu', { eu: base64(kubeconfig(undefined, undefined, ', insecure-skip-tls-verify: true')) })],
      'broken',
      'has both certificate-authority-data and insecure-skip-tls-verify, which client-go refuses',
    ],
    [
      'it has a token and a name',
      [secret('eu', { eu: base64(kubeconfig(undefined, '{ token: a, username: b }')) })],
      'broken',
      'has both token and username, which client-go refuses',
    ],
    [
      'its user has nothing',
      [secret('eu', { eu: base64(kubeconfig(undefined, '{}')) })],
      'broken',
      'has no token, client certificate or password',
    ],
    [
      'two Secrets have it',
      [secret(), secret('copy')],
      'broken',
      'istio-system/eu and istio-system/copy both have the kubeconfig of this cluster',
    ],
    [
      'its server is http',
      [secret('eu', { eu: base64(kubeconfig('http://eu.example.com')) })],
      'broken',
      'has no TLS',
    ],
    [
      'it does not verify who answers',
      [
        secret('eu', {
          eu: base64(
            kubeconfig().replace(/certificate-authority-data: \S+/, 'insecure-skip-tls-verify: true'),
          ),
        }),
      ],
      'broken',
      'without verifying',
    ],
    [
      'its server is local',
      [secret('eu', { eu: base64(kubeconfig('https://127.0.0.1:6443')) })],
      'broken',
      'another machine in each pod',
    ],
    [
      'its server is another one in each cluster',
      [secret('eu', { eu: base64(kubeconfig('https://kubernetes.default.svc:443')) })],
      'broken',
      'another server in each cluster',
    ],
    [
      'its server is another',
      [secret('eu', { eu: base64(kubeconfig('https://old.example.com:6443')) })],
      'warning',
      'mesh.yaml says https://eu.example.com:6443',
    ],
  ])('says so when %s', async (_, objects, status, says) => {
    const found = await remoteSecret(context(objects as KubeObject[]), remoteOf(mesh));
    expect(found[0]).toMatchObject({
      status,
      message: expect.stringContaining(says),
      fix: expect.stringContaining('join eu'),
    });
    expect(findCredentials(JSON.stringify(found))).toEqual([]);
  });

  it.each([
    ['a Secret of another name', [secret('made-by-istioctl')]],
    ['a Secret with two clusters', [secret('eu', { eu: base64(kubeconfig()), us: '' })]],
    ['a Secret of another name with two clusters', [secret('all', { eu: base64(kubeconfig()), us: '' })]],
  ])('passes in %s', async (_, objects) => {
    expect(await remoteSecret(context(objects), remoteOf(mesh))).toMatchObject([{ status: 'ok' }]);
  });

  it('of another name is repaired by a join that takes it over', async () => {
    const data = { eu: base64(kubeconfig('http://eu.example.com')) };
    const [found] = await remoteSecret(context([secret('other', data)]), remoteOf(mesh));
    expect(found?.fix).toContain('`istio-remote join eu --take-over`');
  });

  describe('with a client certificate', () => {
    const { cert, key } = LOCAL_CERTIFICATE;
    const pair = `{ client-certificate-data: ${base64(cert)}, client-key-data: ${base64(key)} }`;
    const data = { eu: base64(kubeconfig(undefined, pair)) };

    it('passes when it has the rights of the account', async () => {
      const opened: unknown[] = [];
      const openReader = (access: unknown) => {
        opened.push(access);
        return fakeCluster();
      };
      const found = await remoteSecret({ ...context([secret('eu', data)]), openReader }, remoteOf(mesh));
      expect(found).toMatchObject([
        {
          status: 'ok',
          message: expect.stringContaining('the client certificate on the primary reads pods'),
        },
      ]);
      expect(opened).toMatchObject([{ certificate: cert, key }]);
      expect(opened[0]).not.toHaveProperty('token');
      expect(findCredentials(JSON.stringify(found))).toEqual([]);
    });

    it('is doubted when it may more than that, and never called broken', async () => {
      const found = await remoteSecret(context([secret('eu', data)], { may: () => true }), remoteOf(mesh));
      expect(found).toMatchObject([
        { status: 'warning', message: expect.stringContaining('more than Pilot needs') },
      ]);
    });

    it('is broken when the server does not accept it', async () => {
      const may = new ClusterError('eu', 'unauthorized', 'eu: refused. Log in');
      const found = await remoteSecret(context([secret('eu', data)], { failures: { may } }), remoteOf(mesh));
      expect(found).toMatchObject([
        {
          status: 'broken',
          message: expect.stringContaining('the client certificate on the primary is not accepted'),
          fix: expect.stringMatching(/^Run `istio-remote join eu`, whose token/),
        },
      ]);
    });

    it('is broken when certificate and key are of no use', async () => {
      const user = `{ client-certificate-data: ${base64('x')}, client-key-data: ${base64('y')} }`;
      const text = kubeconfig(undefined, user).replace(base64(ROOT), base64(cert));
      const openReader: OpenReader = (access) => openAsReader(access, { env: {}, timeout: 1 });
      const secrets = [secret('eu', { eu: base64(text) })];
      const found = await remoteSecret({ ...context(secrets), openReader }, remoteOf(mesh));
      expect(found).toMatchObject([
        { status: 'broken', message: expect.stringContaining('are not PEM, or do not belong together') },
      ]);
    });
  });

  it('is broken when its token is refused', async () => {
    const may = new ClusterError('eu', 'unauthorized', 'eu: refused. Log in');
    const found = await remoteSecret(context([secret()], { failures: { may } }), remoteOf(mesh));
    expect(found).toMatchObject([{ status: 'broken', message: expect.stringContaining('not accepted') }]);
  });

  describe('with a token that names its account', () => {
    const legacy = tokenOf({
      'kubernetes.io/serviceaccount/namespace': 'istio-system',
      'kubernetes.io/serviceaccount/service-account.name': 'istio-multi',
      'kubernetes.io/serviceaccount/service-account.uid': 'u1',
      'kubernetes.io/serviceaccount/secret.name': 'istio-multi-token',
    });
    const bound = tokenOf({
      'kubernetes.io': { namespace: 'istio-system', serviceaccount: { name: 'istio-multi', uid: 'u1' } },
    });
    const account = (uid: string) => live('ServiceAccount', 'istio-multi', uid);
    const filled = live('Secret', 'istio-multi-token', 's1');
    const stored = (token: string) => [
      secret('eu', { eu: base64(kubeconfig(undefined, `{ token: ${token} }`)) }),
    ];
    const gone =
      'is of an earlier account istio-system/istio-multi, which eu no longer has, so the API server';

    it.each([
      ['a token of a Secret', legacy, [account('u1'), filled]],
      ['a requested token', bound, [account('u1')]],
    ])('passes %s while the account is the same', async (_, token, objects) => {
      const found = await remoteSecret(context(stored(token), {}, { objects }), remoteOf(mesh));
      expect(found).toMatchObject([{ status: 'ok' }]);
    });

    it.each([
      ['the account was made anew', legacy, [account('u2'), filled], gone],
      ['the account was made anew under a requested token', bound, [account('u2')], gone],
      ['the account was deleted', legacy, [], gone],
      [
        'its Secret was deleted',
        legacy,
        [account('u1')],
        'comes from the Secret istio-system/istio-multi-token, which eu no longer has',
      ],
    ])('is broken when %s, though the API server still accepts it', async (_, token, objects, says) => {
      const found = await remoteSecret(context(stored(token), {}, { objects }), remoteOf(mesh));
      expect(found).toMatchObject([
        {
          status: 'broken',
          message: expect.stringContaining(`the token on the primary ${says}`),
          fix: 'Run `istio-remote join eu`, which brings the current token',
        },
      ]);
      expect(findCredentials(JSON.stringify(found))).toEqual([]);
    });

    it('is tried alone where the user may not look, or the remote cannot be opened', async () => {
      const get = new ClusterError('eu', 'forbidden', 'eu: forbidden. Grant that');
      const hidden = context(stored(legacy), {}, { failures: { get } });
      const openRemote = () => {
        throw get;
      };
      for (const one of [hidden, { ...hidden, openRemote }])
        expect(await remoteSecret(one, remoteOf(mesh))).toMatchObject([{ status: 'ok' }]);
    });
  });

  it('is doubted when its server cannot be reached from here', async () => {
    const may = new ClusterError('eu', 'timeout', 'eu: no answer within 10 s. Check the VPN');
    const found = await remoteSecret(context([secret()], { failures: { may } }), remoteOf(mesh));
    expect(found).toMatchObject([{ status: 'warning', fix: expect.stringContaining('from the primary') }]);
  });
});

describe('Secrets that Pilot reads', () => {
  it('pass when all are of the mesh', async () => {
    expect(await staleSecrets(context([secret()]))).toMatchObject([{ status: 'ok' }]);
  });

  it('are doubted when one is of a cluster that has left: Pilot starts without it', async () => {
    const found = await staleSecrets(context([secret(), secret('us', { us: '' })]));
    expect(found).toMatchObject([
      {
        status: 'warning',
        message:
          'the Secret us makes Pilot read the cluster us, which is not in mesh.yaml; Pilot starts without a dead one, and repeats its errors in the log',
      },
    ]);
  });

  it('pass whatever their names are, and with two clusters in one', async () => {
    const objects = [secret('all', { eu: '', us: '' })];
    const found = await staleSecrets({ ...context(objects), known: ['hq', 'eu', 'us'] });
    expect(found).toMatchObject([{ status: 'ok' }]);
  });

  it('are doubted when one is of the primary itself', async () => {
    const found = await staleSecrets(context([secret('eu', { eu: '', hq: '' }), secret('own', { hq: '' })]));
    expect(found).toMatchObject([
      { status: 'warning', fix: 'Take the key hq out of it' },
      { status: 'warning', fix: 'Delete the Secret own' },
    ]);
  });

  it('do not count without the label', async () => {
    expect(
      await staleSecrets(context([secret('us', { us: '' }, { 'istio/multiCluster': 'no' })])),
    ).toMatchObject([{ status: 'ok' }]);
  });
});

describe('a Secret whose kubeconfig trusts another CA than mesh.yaml says', () => {
  const OTHER = OTHER_ROOT_PEM;
  const about = (stored: string, apiServerCa: string) => {
    const remote = { ...remoteOf(mesh), apiServerCa };
    return remoteSecret(context([secret('eu', { eu: base64(stored) })]), remote);
  };
  const without = kubeconfig().replace(/, certificate-authority-data: [^ ,}]+/, '');

  it.each([
    [kubeconfig(), ROOT, 'ok'],
    [kubeconfig(), OTHER + ROOT, 'ok'],
    [kubeconfig(), OTHER, 'warning'],
    [kubeconfig(), 'public', 'warning'],
    [without, 'public', 'ok'],
    [without, ROOT, 'warning'],
  ])('is a warning (%#)', async (stored, apiServerCa, status) => {
    const [first] = await about(stored, apiServerCa);
    expect(first).toMatchObject({ status });
    if (status === 'warning') expect(first?.message).toContain('by another CA than apiServerCa of mesh.yaml');
  });
});

function live(kind: string, name: string, uid: string): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'istio-system', uid } };
}

function tokenOf(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJlLW9mLXRoZS10b2tlbg`;
}

const HOUR = 3600;

describe('a token on the primary that ends', () => {
  const examined = (token: string) => {
    const held = secret('eu', { eu: base64(kubeconfig(undefined, `{ token: ${token} }`)) });
    return remoteSecret(context([held]), remoteOf(mesh));
  };

  it.each([
    ['more than a tenth of its time is left', 73 * HOUR, 720 * HOUR],
    ['more than a week is left', 169 * HOUR, 8760 * HOUR],
  ])('passes while %s', async (_, left, lifetime) => {
    expect(await examined(endingToken(left, lifetime))).toMatchObject([{ status: 'ok' }]);
  });

  it.each([
    ['less than a tenth of its time is left', 71 * HOUR, 720 * HOUR],
    ['a week is left', 167 * HOUR, 8760 * HOUR],
    ['a week is left of one that does not say how long it lives', 167 * HOUR, 0],
  ])('is warned about when %s', async (_, left, lifetime) => {
    expect(await examined(endingToken(left, lifetime))).toMatchObject([
      { status: 'ok' },
      {
        status: 'warning',
        message: expect.stringMatching(/^the token on the primary expires on \d{4}-/),
        fix: expect.stringContaining('`istio-remote join eu --token-request`'),
      },
    ]);
  });

  it('is broken once it has ended, and says when', async () => {
    const found = await examined(endingToken(-HOUR, 720 * HOUR));
    const end = new Date((Math.floor(Date.now() / 1000) - HOUR) * 1000).toISOString().slice(0, 13);
    expect(found).toMatchObject([
      { status: 'broken', message: expect.stringContaining(`the token on the primary expired on ${end}`) },
    ]);
  });
});

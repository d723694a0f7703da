import { describe, expect, it } from 'vitest';
import { ClusterOutputs, clusterTable } from '../../src/page/cluster-table';
import { pages } from '../../src/page/pages';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { HOSTILE, HOSTILE_NETWORKS } from './hostile-model';
import { CURRENT, meshText, pageOf, pagesOf } from './page-of';

describe('the page of a mesh', () => {
  it('begins with our mark, and says that it is generated', () => {
    const page = pageOf(meshText(2));
    expect(page).toMatch(
      /^<!-- Made by cdk8s-istio-remote: .*-->\n\n# Istio 1\.0\.9 mesh of hq\n\nGenerated: /,
    );
  });

  it('has a row for each cluster, with version, ranges, injection and links to its files', () => {
    expect(pageOf(meshText(1))).toContain(
      '| **r0** | Kubernetes 1.15<br>Istio 1.0.9 | pods 10.0.0.0/24 | webhook on<br>namespaces shop | [istio-remote.k8s.yaml](r0/istio-remote.k8s.yaml) |',
    );
  });

  it('lists each image once, with its clusters', () => {
    const page = pageOf(
      meshText(2).replace('  - name: r1\n', '  - name: r1\n    sidecarInjector: { enabled: false }\n'),
    );
    expect(page).toContain(`## Images

- docker.io/istio/citadel:1.0.9: all remote clusters
- docker.io/istio/proxy_init:1.0.9: all remote clusters
- docker.io/istio/proxyv2:1.0.9: all remote clusters
- docker.io/istio/sidecar_injector:1.0.9: r0
`);
  });

  it('says where injection of current Istio takes its image from', () => {
    expect(pageOf(CURRENT)).toContain(
      '## Images\n\n- Injection and gateways take the image proxyv2 from global.hub and global.tag of the istiod',
    );
  });

  it.each([
    ['{ enabled: false }', 'webhook off'],
    ['{ injectByDefault: true }', 'webhook on by default'],
    ['{ template: false }', 'webhook on, own template'],
  ])('says of sidecarInjector %s: %s', (sidecarInjector, words) => {
    expect(pageOf(meshText(1, `defaults: { sidecarInjector: ${sidecarInjector} }\n`))).toContain(
      `| ${words}<br>namespaces shop |`,
    );
  });

  it('shows addresses, ports and trust', () => {
    const page = pageOf(
      meshText(
        1,
        'security: { controlPlaneMutualTls: true, selfSignedCa: false }\ndefaults: { pilotService: true }\n',
      ),
    );
    expect(page).toContain('| Pilot | 10.200.0.11 | 15005, 15011 |\n| Policy | 10.200.0.12 | 15004 |');
    expect(page).toContain('- Citadel of every cluster signs under one root');
  });

  it('shows networks and gateways of current Istio', () => {
    const page = pageOf(CURRENT);
    expect(page).toContain('| **eu**<br>network net-eu<br>east-west gateway |');
    expect(page).toContain('| istiod | istiod.example.com | 15012, 15017 |');
    expect(page).toContain('subgraph n0 ["network net-hq"]\n    1["<b>hq</b> (primary)<br/>');
    expect(page).toContain('subgraph n1 ["network net-eu"]');
    expect(page).toContain('\n  others --> g0\n');
    expect(page).toContain('- Thin arrows: traffic from applications in other networks, over mutual TLS');
  });

  it.each([
    [
      'east-west-gateway',
      CURRENT,
      'On hq: the gateway with its Deployment and its Service of type LoadBalancer, and a Gateway',
    ],
    [
      'load-balancer',
      CURRENT.replace('east-west-gateway', 'load-balancer'),
      'On hq: a Service of type LoadBalancer for istiod.',
    ],
    [
      'load-balancer of Istio 1.0',
      meshText(1).replace('"1.20", ', '"1.20", exposure: load-balancer, '),
      'On hq: a Service of type LoadBalancer for each component.',
    ],
    [
      'dedicated-gateway of Istio 1.0',
      meshText(1)
        .replace('"1.20", ', '"1.20", exposure: dedicated-gateway, ')
        .replace('10.200.0.12', '10.200.0.11'),
      'On hq: the gateway with its Deployment and its Service of type LoadBalancer, and Services,',
    ],
    [
      'ingress-gateway of Istio 1.0',
      meshText(1)
        .replace('"1.20", ', '"1.20", exposure: ingress-gateway, ')
        .replace('10.200.0.12', '10.200.0.11'),
      'On hq: Services, DestinationRules, a Gateway and VirtualServices of the ingress gateway.',
    ],
  ])('says what stays behind when the exposure is no longer %s', (_, text, left) => {
    const [, section = ''] = pageOf(text).split('\n## When the exposure changes\n');
    expect(section.split('\n## ')[0]).toContain(`- ${left}`);
  });

  it('says nothing of an exposure that makes no objects', () => {
    expect(pageOf(meshText(1))).not.toContain('When the exposure changes');
    const text = meshText(1).replace('"1.20", ', '"1.20", exposure: pod-ip, ');
    expect(pageOf(text)).not.toContain('When the exposure changes');
  });

  it('lists the settings of istiod if remotes reach it by name', () => {
    const named = CURRENT.replace(
      'network: net-eu,',
      'network: net-eu, istiodAddress: eu.example.com,',
    ).replace(', sidecarInjector: { enabled: false }', '');
    expect(pageOf(named)).toContain(
      'where you install it on hq. API servers of remotes call istiod by these hosts, and refuse pods unless its certificate covers them.\n\n```text\nISTIOD_CUSTOM_HOST=eu.example.com,istiod.example.com\n```\n',
    );
    expect(pageOf(CURRENT.replace('istiod.example.com', '10.8.0.11'))).not.toContain('ISTIOD_CUSTOM_HOST');
  });

  it('says a warning about many clusters once, without a line of mesh.yaml', () => {
    const page = pageOf(meshText(9, 'defaults: { sidecarInjector: { enabled: false } }\n'));
    expect(
      page.match(/^- \*\*injectedNamespaces\*\* of r0, r1, .* and 3 more: labels namespaces .*$/gm),
    ).toHaveLength(1);
    expect(page).not.toContain('mesh.yaml:');
  });

  it('has no section of warnings without warnings', () => {
    expect(pageOf(meshText(1))).not.toContain('## Warnings');
  });
});

describe('the pages of a large mesh', () => {
  const found = pagesOf(meshText(1201));

  it('list every cluster once, on pages of 500', () => {
    expect([...found.keys()]).toEqual(['README.md', 'clusters-1.md', 'clusters-2.md', 'clusters-3.md']);
    const tables = [...found].filter(([path]) => path !== 'README.md').map(([, text]) => text);
    const rows = tables.join('').match(/^\| \*\*r\d+\*\*/gm) ?? [];
    expect(new Set(rows).size).toBe(1201);
    expect(rows).toHaveLength(1201);
  });

  it('are led to by the first one, which sums up the sets of options', () => {
    const page = found.get('README.md') ?? '';
    expect(page).toContain('- [r1000 to r1200](clusters-3.md)\n');
    expect(page).toContain(
      '| 172 | Kubernetes 1.15<br>Istio 1.0.9 | webhook on<br>namespaces shop | r0, r7, r14 and ',
    );
    expect(page).toContain('The 1,201 clusters are drawn as 7 boxes');
  });

  it('list each image once, and not again beside the sets of options', () => {
    const page = found.get('README.md') ?? '';
    expect(page).toContain('| Clusters | Versions | Injection | Such as |\n');
    expect(page.match(/docker\.io\/istio\/citadel:/g)).toHaveLength(1);
  });

  it('stay below the 500 KB limit of GitHub', () => {
    for (const text of found.values()) expect(text.length).toBeLessThan(300_000);
  });
});

describe.each([
  ['texts', HOSTILE],
  ['networks', HOSTILE_NETWORKS],
])('a page with hostile %s', (_, model) => {
  const [page] = pages(model, new ClusterOutputs(), [
    {
      severity: 'warning',
      path: ['remotes', 0, '`x`|y'],
      message: '](http://evil) <script>alert(1)</script>\n```\n# head',
      fix: '| a | b |',
    },
  ]);
  const text = page?.text ?? '';

  it('keeps its table, its fence and its headings', () => {
    expect(text.match(/^```/gm)).toEqual(['```', '```']);
    expect(text.match(/^#+ .*/gm)).toEqual([
      '# Istio 1.0.9 mesh of hq',
      '## Control plane',
      '## Trust',
      '## Warnings',
      '## Clusters',
    ]);
    for (const row of clusterTable(model, model.remotes, new ClusterOutputs()))
      expect(row.match(/\|/g)).toHaveLength(6);
  });

  it('has no HTML or link but our own, nothing that hides, and no false credential', () => {
    const withoutOurs = text.replace(/```[\s\S]*```/, '').replace(/<br>|^<!-- .* -->$/gm, '');
    expect(withoutOurs).not.toMatch(/[<>]/);
    expect(text).not.toMatch(/\]\(http|[\u202e\u200b\u2028]/);
    expect(findCredentials(text)).toEqual([]);
  });
});

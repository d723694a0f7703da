import { describe, expect, it } from 'vitest';
import { consequencesOfEdit, filesOf, MESH, reviewOf } from './mesh-change';

type Edit = readonly [from: string | RegExp, to: string];

const EDITS: [what: string, edits: readonly Edit[], found: readonly string[]][] = [
  [
    'Pilot gets another address behind the Service',
    [['pilot: 10.8.0.11', 'pilot: 10.8.0.21']],
    [
      "eu: Pilot's address changes: `10.8.0.11` → `10.8.0.21`. Sidecars find it through Service `istio-pilot` and follow without a restart.",
    ],
  ],
  [
    'Pilot gets a name in place of an address',
    [['pilot: 10.8.0.11', 'pilot: pilot.example.com']],
    [
      "eu: Pilot's address changes: `10.8.0.11` → `pilot.example.com`. Sidecars find it through Service `istio-pilot` and follow without a restart.",
    ],
  ],
  [
    'the Service for Pilot goes',
    [['pilotService: true', 'pilotService: false']],
    [
      'eu: `istio-pilot.istio-system` no longer resolves: sidecars with this name are cut off from the control plane.',
      'eu: The mesh config changes: only pods created afterwards get it; sidecars that run keep what they have until their pods are created again.',
      'eu: The address of Pilot changes: `istio-pilot.istio-system:15007` → `10.8.0.11:15007`. Sidecars that run keep asking the old one, and are cut off when it stops answering.',
    ],
  ],
  [
    'traces go elsewhere',
    [['zipkin: 10.8.0.14', 'zipkin: 10.8.0.15']],
    [
      'eu: The mesh config changes: only pods created afterwards get it; sidecars that run keep what they have until their pods are created again.',
    ],
  ],
  [
    'injection is switched off',
    [['enabled: true', 'enabled: false']],
    [
      'eu: Webhook off (`istio-sidecar-injector`): pods start without a proxy, unless another webhook selects them.',
      'eu: The sidecar injector is removed.',
    ],
  ],
  [
    'the injector has no pods',
    [['replicas: 1', 'replicas: 0']],
    [
      'eu: The sidecar injector has 0 replicas: pods that its webhook selects are refused while its failure policy is Fail.',
    ],
  ],
  [
    'injection becomes the default',
    [['replicas: 1', 'replicas: 1, injectByDefault: true']],
    ['eu: The webhook selects other pods: those it no longer selects start without a proxy.'],
  ],
  [
    'pods have to ask for injection',
    [['injectedNamespaces: [shop]', 'injectedNamespaces: [shop]\n    proxy: { injection: disabled }']],
    ['eu: Injection is now `disabled` for pods without an annotation: they start without a proxy.'],
  ],
  [
    'the sidecar asks for more',
    [
      [
        'injectedNamespaces: [shop]',
        'injectedNamespaces: [shop]\n    proxy: { resources: { requests: { cpu: 200m } } }',
      ],
    ],
    [
      'eu: The injection template changes: only pods created afterwards get it; sidecars that run keep what they have until their pods are created again.',
    ],
  ],
  [
    'a namespace leaves the list and another comes',
    [['[shop]', '[bank]']],
    [
      'eu: Namespace `bank` is labelled: its new pods start with a proxy.',
      'eu: Namespace `shop` leaves the output. If Argo CD prunes, it deletes the namespace with everything in it. Otherwise it stays labelled: remove `istio-injection` by hand, or its new pods still start with a proxy.',
    ],
  ],
  [
    'Citadel signs with certificates that are given',
    [['selfSignedCa: true', 'selfSignedCa: false']],
    [
      'eu: Citadel signs under another root: workloads trust those of other clusters only if all share a root, and each gets its new certificate when Citadel renews its Secret.',
      'eu: Citadel restarts.',
    ],
  ],
  [
    'Citadel has another image',
    [['defaults: {', 'defaults: { citadel: { image: other },']],
    ['eu: Citadel restarts.'],
  ],
  [
    'mutual TLS begins',
    [['mutualTls: false, self', 'mutualTls: true, self']],
    [
      'hq: Workloads ask for mutual TLS in another way: callers without a sidecar, or with a certificate of another root, may be refused.',
      'hq: Sidecars call each other with other TLS settings.',
    ],
  ],
  [
    'the control plane is no longer exposed',
    [[/ {2}exposure: .*\n/, '']],
    ['istio-pilot', 'istio-policy', 'istio-telemetry', 'zipkin'].map(
      (name) =>
        `hq: \`${name}-exposed\` no longer exposes the control plane: remotes that reach it through there are cut off.`,
    ),
  ],
  [
    'a load balancer takes connections from fewer ranges',
    [['cloud: internal }', 'cloud: internal }, sourceRanges: [10.0.0.0/8]']],
    ['istio-pilot', 'istio-policy', 'istio-telemetry', 'zipkin'].map(
      (name) =>
        `hq: \`${name}-exposed\` accepts connections from other ranges: remotes outside of them are cut off.`,
    ),
  ],
];

describe('what follows from a change of the mesh', () => {
  it.each(EDITS)('is reported when %s', (_, edits, found) => {
    expect(consequencesOfEdit(...edits)).toEqual(found);
  });

  it('is nothing when nothing changes', () => {
    expect(reviewOf(filesOf(MESH), filesOf(MESH))).toEqual({ sections: [], otherFiles: [] });
  });

  it('is a word on joining or leaving for a whole cluster, not one on each object', () => {
    const two = `${MESH}  - { name: ap }\n`;
    expect(reviewOf(filesOf(MESH), filesOf(two)).sections).toMatchObject([
      { clusters: ['ap'], membership: 'joins', consequences: [] },
    ]);
    expect(reviewOf(filesOf(two), filesOf(MESH)).sections).toMatchObject([
      { clusters: ['ap'], membership: 'leaves', consequences: [] },
    ]);
  });
});

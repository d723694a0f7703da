import type { PageModel } from '../../src/page/page-model';

/** Texts with a meaning in Markdown, Mermaid, Graphviz, HTML or a terminal. */
export const HOSTILE_TEXTS = [
  '"]; click r0 "javascript:alert(1)"',
  '</text><script>alert(1)</script>',
  '```\n# not a heading\n',
  '| a | b |\n| --- | --- |',
  '[x](javascript:alert(1)) ![y](http://evil/y.png)',
  '%%{init: {"securityLevel": "loose"}}%%',
  'end\nsubgraph evil',
  '1. one\n- two',
  '`**bold**` _under_ ~~gone~~ $x$',
  '&lt;b&gt; &amp; #quot; #35;',
  '\u202egnp.exe\u200b\u2028\ud800',
  '\\" \\n \\',
  'ü 漢字 😀 ٣',
  '<img src=x onerror=alert(1)>',
  '--> r0 <-- ==> ~~~ ---',
  '{{x}} ((y)) [[z]] >w]',
  'x'.repeat(400),
  '',
] as const;

/** A mesh with hostile text in every field of the user, although no schema would accept most of it. */
export const HOSTILE: PageModel = {
  istio: '1.0.9',
  namespace: 'istio-system',
  primaries: [
    {
      name: 'hq',
      podCidrs: [],
      serviceCidrs: [],
      namespaces: [],
      controlPlane: HOSTILE_TEXTS.slice(0, 3).map((text) => ({ name: text, address: text, ports: [15011] })),
    },
  ],
  authority: 'one root for all clusters',
  trust: [...HOSTILE_TEXTS],
  calls: 'configuration',
  remotes: HOSTILE_TEXTS.map((text) => ({
    name: text,
    primary: 'hq',
    kubernetes: text,
    apiServer: text,
    podCidrs: [text, text, text],
    serviceCidrs: [text],
    injection: text,
    namespaces: [text],
    notes: [text],
  })),
};

/** The same on as many networks as there are texts, with a gateway into each second one. */
export const HOSTILE_NETWORKS: PageModel = {
  ...HOSTILE,
  primaries: HOSTILE.primaries.map((primary) => ({
    ...primary,
    network: HOSTILE_TEXTS[0],
    eastWestGateway: true,
    exposedByGateway: true,
  })),
  remotes: HOSTILE.remotes.slice(0, 15).map((remote, index) => ({
    ...remote,
    network: remote.name,
    eastWestGateway: index % 2 === 1,
  })),
  betweenNetworks: { port: 15443, words: HOSTILE_TEXTS[1] },
};

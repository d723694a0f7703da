import { expect, it } from 'vitest';
import { parseMesh } from '../../src/lines/read-mesh';
import { placesIn } from '../../src/review/cluster-places';
import { printReview } from '../../src/review/markdown/print-review';
import { redactedReview } from '../../src/review/redact-change';
import { filesOf, reviewOf } from './mesh-change';

const BEFORE = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: pilot.example.com } }
flux: { repository: https://git.example.com/mesh.git }
rollout:
  - { name: canary, clusters: [us] }
  - { name: rest }
remotes:
  - { name: eu, injectedNamespaces: [shop] }
  - { name: us, injectedNamespaces: [shop] }
  - { name: ap, injectedNamespaces: [shop] }
`;
const AFTER = BEFORE.replaceAll('[shop]', '[shop, cart]').replace('mesh.git }', 'mesh.git, prune: true }');

const { mesh } = parseMesh(AFTER, 'mesh.yaml');
const review = reviewOf(filesOf(BEFORE), filesOf(AFTER), mesh === undefined ? undefined : placesIn(mesh));

it('has the changes in the order of the waves, those of a wave together', () => {
  expect(review.sections.map(({ wave, clusters }) => [wave, clusters])).toEqual([
    [undefined, ['flux']],
    ['canary', ['us']],
    ['rest', ['eu', 'ap']],
  ]);
});

it('says the wave in each heading, and what all waves share', () => {
  const text = printReview({ review, comparedWith: 'main', clusters: 4, problems: [] });
  expect(text.match(/^### .*$/gm)).toEqual([
    expect.stringMatching(/^### `flux`: /),
    expect.stringMatching(/^### Wave `canary`: `us`: /),
    expect.stringMatching(/^### Wave `rest`: `eu`, `ap`: /),
  ]);
  expect(text).toContain(
    'All waves share `flux`, which cannot be staged: Kustomization `flux-system/istio-eu`',
  );
});

it('says the wave in the JSON', () => {
  expect(redactedReview(review).sections.map(({ wave }) => wave)).toEqual([undefined, 'canary', 'rest']);
});

import { expect, it } from 'vitest';
import { whyNoUpdateInPlace } from '../../../../src/lines/istio-current/facts/remote-secret-updates';

it.each([
  ['1.28', 'istiod 1.28 can stop reading Secrets when one changes (istio#59875)'],
  ['1.28.10', 'istiod 1.28.10 can stop reading Secrets when one changes (istio#59875)'],
  ['1.29', 'istiod 1.29 before 1.29.3 can stop reading Secrets when one changes (istio#59875)'],
  ['1.29.2', 'istiod 1.29.2 can stop reading Secrets when one changes (istio#59875)'],
  ['1.29.3', 'istiod 1.29.3 crashes when a Secret changes (istio#60520)'],
  ['1.29.6', 'istiod 1.29.6 drops a cluster whose Secret changes, and adds it again'],
  ['1.30', 'istiod 1.30 before 1.30.4 loses the endpoints of a cluster whose Secret changes (istio#61043)'],
  ['1.30.0-rc.0', 'istiod 1.30.0-rc.0 loses the endpoints of a cluster whose Secret changes (istio#61043)'],
  ['1.30.3', 'istiod 1.30.3 loses the endpoints of a cluster whose Secret changes (istio#61043)'],
])('istiod %s needs a changed Secret to be deleted and created', (release, why) => {
  expect(whyNoUpdateInPlace(release)).toBe(why);
});

it.each(['1.30.4', '1.30.10', '1.31', '1.31.0', '1.31.0-rc.0', '1.32', '1.40.1'])(
  'istiod %s takes a changed Secret in place',
  (release) => expect(whyNoUpdateInPlace(release)).toBeUndefined(),
);

import { ClusterError } from '../../../../src/kubernetes/api/cluster';
import { base64, changed, ROOT } from '../../../doctor/fake-cluster';
import { describeChecks, healthy, without } from './case';

const unauthorized = new ClusterError('eu', 'unauthorized', 'eu: it does not accept the credentials. Log in');

const claims = {
  'kubernetes.io/serviceaccount/namespace': 'istio-system',
  'kubernetes.io/serviceaccount/service-account.name': 'istio-multi',
  'kubernetes.io/serviceaccount/service-account.uid': 'earlier',
};
const EARLIER = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2lnbmF0dXJl`;

describeChecks(
  ['separate-cluster', 'namespace', 'reader-account', 'reader-token'],
  [
    {
      check: 'separate-cluster',
      when: 'the context leads to the primary',
      more: { primary: 'uid-of-eu' },
      status: 'broken',
      says: 'the same cluster as hq',
    },
    {
      check: 'namespace',
      when: 'it is missing',
      objects: without('Namespace', 'istio-system'),
      status: 'broken',
      says: 'no namespace istio-system',
    },
    {
      check: 'namespace',
      when: 'it is being deleted',
      objects: changed(healthy, 'Namespace', 'istio-system', (object) => ({
        ...object,
        metadata: { ...object.metadata, deletionTimestamp: 'now' },
      })),
      status: 'broken',
      says: 'is being deleted',
    },
    {
      check: 'namespace',
      when: 'it is injected',
      objects: changed(healthy, 'Namespace', 'istio-system', (object) => ({
        ...object,
        metadata: { name: 'istio-system', labels: { 'istio-injection': 'enabled' } },
      })),
      status: 'broken',
      says: 'istio-injection=enabled',
    },
    {
      check: 'reader-account',
      when: 'the account is missing',
      objects: without('ServiceAccount', 'istio-multi'),
      status: 'broken',
      says: 'no ServiceAccount istio-system/istio-multi',
    },
    {
      check: 'reader-account',
      when: 'the binding is missing',
      objects: without('ClusterRoleBinding', 'istio-multi'),
      status: 'broken',
      says: 'no ClusterRoleBinding istio-multi',
    },
    {
      check: 'reader-account',
      when: 'the role allows more',
      objects: changed(healthy, 'ClusterRole', 'istio-reader', (object) => ({
        ...object,
        rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
      })),
      status: 'broken',
      says: 'ClusterRole istio-reader has other rules',
    },
    ...[{ resourceNames: ['web'] }, { nonResourceURLs: ['/metrics'] }].map((limit) => ({
      check: 'reader-account' as const,
      when: `a rule of the role has ${Object.keys(limit).join()}`,
      objects: changed(healthy, 'ClusterRole', 'istio-reader', ({ rules, ...object }) => ({
        ...object,
        rules: (rules as object[]).map((rule) => ({ ...rule, ...limit })),
      })),
      status: 'broken' as const,
      says: 'ClusterRole istio-reader has other rules',
    })),
    {
      check: 'reader-account',
      when: 'the binding is for another account',
      objects: changed(healthy, 'ClusterRoleBinding', 'istio-multi', (object) => ({
        ...object,
        subjects: [],
      })),
      status: 'broken',
      says: 'binds something else',
    },
    {
      check: 'reader-token',
      when: 'the Secret is missing',
      objects: without('Secret', 'istio-multi-token'),
      status: 'broken',
      says: 'no Secret istio-system/istio-multi-token',
    },
    {
      check: 'reader-token',
      when: 'the token controller has not filled it',
      objects: changed(healthy, 'Secret', 'istio-multi-token', ({ data: _, ...object }) => object),
      status: 'broken',
      says: 'contains no token',
    },
    {
      check: 'reader-token',
      when: 'the token is refused',
      more: { reader: { failures: { may: unauthorized } } },
      status: 'broken',
      says: 'is not accepted',
    },
    {
      check: 'reader-token',
      when: 'the token is of an earlier account',
      objects: changed(healthy, 'Secret', 'istio-multi-token', (object) => ({
        ...object,
        data: { token: base64(EARLIER), 'ca.crt': base64(ROOT) },
      })),
      status: 'broken',
      says: 'the token in the Secret istio-system/istio-multi-token is of an earlier account istio-system/istio-multi',
    },
    {
      check: 'reader-token',
      when: 'it may not list nodes',
      more: {
        reader: { may: ({ resource }) => ['pods', 'services', 'endpoints'].includes(resource) && true },
      },
      status: 'broken',
      says: 'may not list nodes, watch nodes',
    },
    {
      check: 'reader-token',
      when: 'it may do everything',
      more: { reader: { may: () => true } },
      status: 'broken',
      says: 'may list secrets, get secrets',
    },
  ],
);

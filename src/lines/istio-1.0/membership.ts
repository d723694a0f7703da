import type { Action } from '../../kubernetes/api/cluster';
import type { LeftoverKind, LineMembership } from '../../membership/line-membership';
import { NAMES } from './facts/names';

/** Kinds that Pilot reads in a remote cluster. Source: 1.0.9, pilot/pkg/serviceregistry/kube/controller. */
const READS = ['Pod', 'Service', 'Endpoints', 'Node'].map((kind) => ({ apiVersion: 'v1', kind }));

const NEEDED: readonly Action[] = ['pods', 'services', 'endpoints', 'nodes'].flatMap((resource) =>
  ['list', 'watch'].map((verb) => ({ verb, resource })),
);

const REFUSED: readonly Action[] = [
  { verb: 'list', resource: 'secrets' },
  { verb: 'get', resource: 'secrets' },
  { verb: 'list', resource: 'configmaps' },
  { verb: 'create', resource: 'pods' },
  { verb: 'delete', resource: 'services' },
  { verb: 'impersonate', resource: 'users' },
  { verb: '*', resource: '*', group: '*' },
];

/** Secrets that Citadel creates. Source: 1.0.9, security/pkg/k8s/controller and security/pkg/pki/ca. */
const CITADEL: readonly LeftoverKind[] = ['istio.io/key-and-cert', 'istio.io/ca-root'].map((type) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  what: 'keys of Citadel, which sidecars need until their pods restart',
  fields: `type=${type}`,
  isOne: (object) => object.type === type,
}));

const INJECTION = { key: NAMES.injectionLabel, value: 'enabled' };

/** The facts of Istio 1.0 for the commands that use live clusters. */
export const membership: LineMembership = {
  controlPlane: 'Pilot',
  reader: {
    account: NAMES.readerAccount,
    grants: [{ role: NAMES.readerRole, binding: NAMES.readerAccount }],
    token: NAMES.readerToken,
    reads: READS,
    hidden: { apiVersion: 'v1', kind: 'Secret' },
    needed: NEEDED,
    refused: REFUSED,
    rights: 'reads pods, services, endpoints and nodes, and nothing else',
  },
  remoteSecret: {
    replacedBecause: 'Pilot 1.0 ignores changes of a Secret that it has read',
    noticesKeys: false,
    // Observed with Pilot 1.0.9: refused connections, a TLS failure, and a file that is no kubeconfig.
    deadClusterDoes: 'Pilot starts without a dead one, and repeats its errors in the log',
  },
  kubeconfig: { serverName: false, outside: 'works only where the pod of Pilot has it' },
  injectionLabels: () => ({ of: () => INJECTION, all: [INJECTION] }),
  leftovers: CITADEL,
};

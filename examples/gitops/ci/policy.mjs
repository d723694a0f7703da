// Fails on changes that need somebody's consent. Reads the JSON of `istio-remote check --summary --json`.
import { readFileSync } from 'node:fs';

/** Rules of consequences that cut somebody off. */
const CUTS_OFF = ['controlPlaneMoves', 'controlPlaneNoLongerResolves', 'pilotSeesOtherClusters'];

function reasonsOf({ outcome, group, kind, fields, consequences }) {
  return [
    ...(outcome === 'removed' && kind === 'Namespace' ? ['the namespace goes'] : []),
    ...(group === 'rbac.authorization.k8s.io' && fields.some(({ path }) => path.startsWith('rules'))
      ? ['other rights']
      : []),
    ...consequences.filter(({ rule }) => CUTS_OFF.includes(rule)).map(({ text }) => text),
  ];
}

function titleOf({ kind, namespace, name }) {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

const { review } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const found = review.sections.flatMap(({ clusters, membership, objects }) => {
  const reasons =
    membership === 'leaves'
      ? ['leaves the mesh']
      : objects.flatMap((object) => reasonsOf(object).map((reason) => `${titleOf(object)}: ${reason}`));
  return reasons.map((reason) => `${clusters.join(', ')}: ${reason}`);
});
for (const line of found) console.log(line);
process.exitCode = found.length === 0 ? 0 : 1;

import { readFileSync } from 'node:fs';
import { listAt, textAt } from '../kubernetes/fields';
import { isUid } from '../kubernetes/names';
import { readYaml } from '../kubernetes/text/read-yaml';
import { setTexts } from '../kubernetes/text/set-text';
import { replaceFile } from '../mesh/edit-file';
import { errorIn, type Path, quoted, UserError } from '../problem';
import type { ProvenCluster } from './prove-cluster';

/**
 * Writes the uids of clusters into mesh.yaml, after their names. Every other byte stays, and so does an existing uid.
 * @returns the clusters whose uid was written
 * @throws UserError if the file cannot be edited or has changed in the meantime
 */
export function recordUids(file: string, proven: readonly ProvenCluster[]): string[] {
  const uids = new Map(
    proven.flatMap(({ cluster, uid }) => (uid === undefined ? [] : [[cluster.name, uid]])),
  );
  const text = readFileSync(file, 'utf8');
  const { value } = readYaml(text, file);
  const clusters: Path[] = [
    ['primary'],
    ...['primaries', 'remotes'].flatMap((list) => listAt(value, list).map((_, index) => [list, index])),
  ];
  const missing = clusters.flatMap((path) => {
    const name = textAt(value, ...path, 'name') ?? '';
    const uid = textAt(value, ...path, 'uid') === undefined ? uids.get(name) : undefined;
    return uid === undefined ? [] : [{ name, uid, path: [...path, 'uid'] }];
  });
  const wrong = missing.find(({ uid }) => !isUid(uid));
  if (wrong !== undefined)
    throw new UserError([
      errorIn(
        file,
        `the namespace kube-system of ${wrong.name} has ${quoted(wrong.uid)} as its uid, which is no uid of Kubernetes, and nothing is recorded`,
        'Check the server in the kubeconfig',
      ),
    ]);
  if (missing.length === 0) return [];
  const edits = missing.map(({ path, uid }) => ({ path, value: uid }));
  replaceFile(file, text, setTexts(text, edits, ['name', 'uid']));
  return missing.map(({ name }) => name);
}

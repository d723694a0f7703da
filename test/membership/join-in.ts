import { type JoinOptions, join } from '../../src/membership/join';
import { ALLOW, expectNoCredential, type FakeMesh } from '../kubernetes/api/fake-mesh';
import { openNow } from '../open-now';

/** Lets the remote of a fake mesh join. */
export async function joinIn({ config, connection, outdir }: FakeMesh, options: Partial<JoinOptions> = {}) {
  const result = await join(openNow(config), {
    remotes: ['eu-west-1'],
    connection,
    outdir,
    allow: ALLOW,
    ...options,
  });
  expectNoCredential(result.clusters, result.warnings);
  return { ...result, joined: result.clusters[0] };
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** What to say when `REFERENCE` is undefined. */
export const NO_REFERENCE =
  'no reference data: set ISTIO_REMOTE_REFERENCE to the folder with inject/<workload>/ of Istio 1.0';

/** What Istio 1.0.9 itself made of workloads. It is Istio's and not part of this project: a folder beside it. */
export const REFERENCE: string | undefined = [
  process.env.ISTIO_REMOTE_REFERENCE ?? '',
  join(import.meta.dirname, '../../../../shared/istio-1.0'),
].find((path) => path !== '' && existsSync(join(path, 'inject')));

import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take more than two seconds, the slowest first: if one of them runs last, only one core works at the end.
 */
export const SLOWEST: readonly string[] = [
  'test/kubernetes/api/cluster-faults.test.ts',
  'test/membership/rotation.test.ts',
  'test/membership/leave.test.ts',
  'test/membership/join.test.ts',
  'test/membership/take-over.test.ts',
  'test/membership/current-line.test.ts',
  'test/lines/istio-1.0/parity/hashes.test.ts',
  'test/kubernetes/api/port-forward.test.ts',
  'test/lines/option-effect.test.ts',
  'test/kubernetes/text/hostile.test.ts',
  'test/validate/outputs.test.ts',
  'test/output/whole-mesh.property.test.ts',
  'test/mesh/inherited-names.property.test.ts',
  'test/secret-scan/hostile.test.ts',
  'test/inject/round-trip.property.test.ts',
  'test/membership/hostile-answers.property.test.ts',
  'test/kubernetes/api/credentials.test.ts',
  'test/cli/check-summary.test.ts',
  'test/mesh/wrong-meshes.test.ts',
  'test/review/markdown/print-review.test.ts',
];

/** Starts the slowest files first, and the others in vitest's order. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = SLOWEST.indexOf(relative(this.ctx.config.root, moduleId));
      return at === -1 ? SLOWEST.length : at;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

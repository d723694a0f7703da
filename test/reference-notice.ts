import { CHARTS, REFERENCE } from './reference';

/** Says once what is not at hand, in place of a reason at each test that skips without it. */
export function setup(): void {
  const missing = [
    ...(REFERENCE === undefined ? ['what its charts rendered (ISTIO_REMOTE_REFERENCE)'] : []),
    ...(CHARTS === undefined ? ['its charts (ISTIO_REMOTE_CHART_ROOT, HELM)'] : []),
  ];
  if (missing.length === 0) return;
  console.warn(
    `Not at hand, since it is Istio's: ${missing.join(' and ')}. Tests that need it skip; hashes guard parity. See CONTRIBUTING.md.`,
  );
}

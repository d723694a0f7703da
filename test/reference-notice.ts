import { CHARTS, REFERENCE } from './reference';

/** Prints once which tests are skipped, instead of a reason at each test that needs files of Istio. */
export function setup(): void {
  const missing = [
    ...(REFERENCE === undefined ? ["with what Istio's charts rendered (ISTIO_REMOTE_REFERENCE)"] : []),
    ...(CHARTS === undefined ? ["with Istio's charts themselves (ISTIO_REMOTE_CHART_ROOT, HELM)"] : []),
  ];
  if (missing.length === 0) return;
  console.warn(`Skipped: comparisons ${missing.join(' and ')}. Hashes guard parity, see CONTRIBUTING.md.`);
}

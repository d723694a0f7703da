// The releases that build/chart-hashes.mjs extracts the charts of.
export { RELEASES_1_0 } from '../src/lines/istio-1.0/facts/releases';
export { RELEASES } from '../test/lines/istio-current/parity/releases';

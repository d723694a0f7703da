import { describe, expect, it } from 'vitest';
import { istioRemote } from './recorded-terminal';

const RENEW = 'join --all --renew-before 168h';

describe('options for tokens that end are wrong', () => {
  it.each([
    ['join eu --duration 720h', '--duration goes with --token-request or --renew-before.'],
    ['kubeconfig eu --duration 720h', '--duration goes with --token-request.'],
    ['join eu --token-request --duration 5m', '--duration: expected at least 10m, got 5m'],
    ['kubeconfig eu --token-request --duration 599', '--duration: expected at least 10m, got 599'],
    ['join eu --token-request --duration month', '--duration: expected a time such as'],
    ['join eu --token-request --duration=', '--duration: expected a time such as'],
    ['join --all --renew-before soon', '--renew-before: expected a time such as'],
    ['join --all --renew-before 0s', '--renew-before: expected a time such as'],
    [`${RENEW} --duration 168h`, '--renew-before: expected less than --duration 168h, got 168h'],
    [`${RENEW} --duration 1d`, '--renew-before: expected less than --duration 1d, got 168h'],
    ['join eu --renew-before 168h --rotate', '--rotate recreates the account'],
    [`${RENEW} --output -`, '--output leaves the primary alone'],
    [`${RENEW} --seal cert.pem`, '--seal leaves the primary alone'],
    [`${RENEW} --take-over`, '--take-over changes other Secrets'],
    [`${RENEW} --record`, '--record changes mesh.yaml'],
    ['join --renew-before 168h', 'Name remote clusters, or --all.'],
    ['join --all --allow-gap', '--allow-gap goes with --renew-before.'],
  ])('%s', async (line, message) => {
    const { code, out, err } = await istioRemote(line.split(' '));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

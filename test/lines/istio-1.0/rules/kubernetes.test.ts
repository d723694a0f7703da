import { describe, expect, it } from 'vitest';
import { kubernetesRunsIstio10 } from '../../../../src/lines/istio-1.0/rules';
import { CA_BUNDLE } from '../../../certificates-in-pem';
import { ruleProblems } from '../../../mesh/rules/rule-problems';

const REASON = 'its injector patches the webhook through an API that 1.22 no longer serves';

describe('kubernetesRunsIstio10', () => {
  it.each(['1.9', '1.9.11', '1.16', '1.21', '1.21.14'])('accepts Kubernetes %s', (kubernetes) => {
    expect(ruleProblems(kubernetesRunsIstio10, { remotes: [{ kubernetes }] })).toEqual([]);
  });

  it('accepts a remote without a version', () => {
    expect(ruleProblems(kubernetesRunsIstio10, {})).toEqual([]);
  });

  it('rejects Kubernetes before 1.9, even where newer ones are allowed', () => {
    const remotes = [{ kubernetes: '1.8', allowUnsupportedKubernetes: true }];
    expect(ruleProblems(kubernetesRunsIstio10, { remotes })).toEqual([
      'remotes[0].kubernetes: expected Kubernetes 1.9 to 1.21 for Istio 1.0, got "1.8". Upgrade the cluster',
    ]);
  });

  it('rejects Kubernetes from 1.22 on and gives the reason', () => {
    expect(ruleProblems(kubernetesRunsIstio10, { remotes: [{}, { kubernetes: '1.22.1' }] })).toEqual([
      `remotes[1].kubernetes: expected Kubernetes 1.9 to 1.21 for Istio 1.0, got "1.22.1": ${REASON}. Use a current Istio, or set allowUnsupportedKubernetes: true and sidecarInjector.caBundle`,
    ]);
  });

  it('asks for a CA bundle where unsupported Kubernetes is allowed', () => {
    const remotes = [{ kubernetes: '1.25', allowUnsupportedKubernetes: true }];
    expect(ruleProblems(kubernetesRunsIstio10, { remotes })).toEqual([
      `remotes[0].sidecarInjector.caBundle: expected a static caBundle on Kubernetes 1.25, got nothing: ${REASON}. Give Citadel's root certificate, base64 of PEM, or set sidecarInjector.enabled: false`,
    ]);
  });

  it.each([{ caBundle: CA_BUNDLE }, { enabled: false }])(
    'accepts allowed unsupported Kubernetes with the injector %j',
    (sidecarInjector) => {
      const remotes = [{ kubernetes: '1.25', allowUnsupportedKubernetes: true, sidecarInjector }];
      expect(ruleProblems(kubernetesRunsIstio10, { remotes })).toEqual([]);
    },
  );
});

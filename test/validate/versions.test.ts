import { describe, expect, it } from 'vitest';
import { KubernetesShapes } from '../../src/validate/kubernetes-shapes';
import { validatedFiles } from './validated';

const POD = `apiVersion: v1
kind: Pod
metadata: { name: a }
spec:
  containers:
    - name: a
      startupProbe: { tcpSocket: { port: 80 } }
`;

describe('the version of Kubernetes', () => {
  it.each([
    ['1.15', ['no such field in this version: Kubernetes 1.16 and newer has it']],
    ['1.16', []],
    ['1.20.2', []],
    ['1.36', []],
  ])('%s decides which fields there are', (kubernetes, messages) => {
    const found = validatedFiles({ pod: POD }, kubernetes);
    expect(found).toEqual(messages.map((message) => expect.stringContaining(message)));
  });

  it.each([
    ['1.15', 'extensions/v1beta1', undefined],
    [
      '1.16',
      'extensions/v1beta1',
      'expected apps/v1, got extensions/v1beta1, where Kubernetes 1.16 has no Deployment',
    ],
    ['1.20', 'apps/v1beta1', 'expected apps/v1, got apps/v1beta1, where Kubernetes 1.20 has no Deployment'],
  ])('%s decides whether %s is served', (kubernetes, apiVersion, message) => {
    const text = `apiVersion: ${apiVersion}\nkind: Deployment\nmetadata: { name: a }\nspec: { template: { spec: { containers: [] } } }\n`;
    const found = validatedFiles({ text }, kubernetes);
    expect(found).toEqual(message === undefined ? [] : [expect.stringContaining(message)]);
  });

  it('may be newer than all that are known, with fields that nobody knows', () => {
    const pod = POD.replace('startupProbe', 'cosmicProbe');
    expect(validatedFiles({ pod }, '1.36')).toHaveLength(1);
    expect(validatedFiles({ pod }, '1.99')).toEqual([]);
  });

  it('knows the kinds of Kubernetes in each version', () => {
    for (let minor = 9; minor <= 36; minor++) {
      const shapes = KubernetesShapes.of(`1.${minor}`);
      expect(shapes.kind('apps/v1', 'Deployment')?.namespaced, `1.${minor}`).toBe(true);
      expect(shapes.kind('v1', 'Namespace')?.namespaced, `1.${minor}`).toBe(false);
      const webhooks = minor < 16 ? 'v1beta1' : 'v1';
      expect(
        shapes.kind(`admissionregistration.k8s.io/${webhooks}`, 'MutatingWebhookConfiguration'),
        `1.${minor}`,
      ).toBeDefined();
    }
  });
});

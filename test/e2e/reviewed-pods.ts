import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { serverCertificate, testRoot } from '../doctor/server-certificate';

/** A pod in an API server's request to a mutating webhook. */
export interface ReviewedPod {
  /** From the request: the pod itself may lack it. */
  readonly namespace: string;
  readonly object: {
    readonly metadata: {
      readonly name?: string;
      readonly generateName?: string;
      readonly labels?: Readonly<Record<string, string>>;
    };
    readonly spec: Readonly<Record<string, unknown>>;
  };
}

/** A webhook that changes nothing and records every new pod. */
export interface PodReviews {
  readonly pods: readonly ReviewedPod[];
  /** The configuration that makes an API server call it. */
  readonly configuration: object;
  close(): void;
}

export async function startPodReviews(): Promise<PodReviews> {
  const root = await testRoot();
  const { certificate, key } = await serverCertificate(root, ['127.0.0.1']);
  const pods: ReviewedPod[] = [];
  const server = createServer({ cert: certificate, key }, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { apiVersion, kind, request: review } = JSON.parse(Buffer.concat(chunks).toString());
    pods.push(review);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ apiVersion, kind, response: { uid: review.uid, allowed: true } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    pods,
    configuration: {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'reviews' },
      webhooks: [
        {
          name: 'reviews.example.com',
          clientConfig: {
            url: `https://127.0.0.1:${port}/`,
            caBundle: Buffer.from(root.certificate).toString('base64'),
          },
          rules: [{ operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'] }],
          sideEffects: 'None',
          admissionReviewVersions: ['v1'],
        },
      ],
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

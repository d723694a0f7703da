import { createServer } from 'node:net';
import { expect, it } from 'vitest';
import { connectTcp } from '../../../src/doctor/primary/reachability';

it('reaches a port where somebody listens, and says why not afterwards', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  expect(await connectTcp('127.0.0.1', address.port)).toBeUndefined();
  await new Promise((resolve) => server.close(resolve));
  expect(await connectTcp('127.0.0.1', address.port)).toBe('ECONNREFUSED');
});

it('gives up in time', async () => {
  // An address for documentation, without a server.
  const failure = await connectTcp('192.0.2.1', 15010, 50);
  expect(failure).toBeDefined();
});

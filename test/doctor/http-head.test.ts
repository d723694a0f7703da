import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { expect, it } from 'vitest';
import { readHttp } from '../../src/doctor/http-head';

async function listening(server: Server): Promise<{ host: string; port: number; close(): void }> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('no port');
  return { host: '127.0.0.1', port: address.port, close: () => server.close() };
}

async function answered(listener: RequestListener, milliseconds?: number) {
  const server = createServer(listener);
  const { host, port, close } = await listening(server);
  const place = { host, port, ...(milliseconds === undefined ? {} : { milliseconds }) };
  const answer = await readHttp(place, '/v1/registration');
  close();
  server.closeAllConnections();
  return answer;
}

it('reads the status and the text of what is at a path', async () => {
  expect(await answered((request, response) => response.writeHead(418).end(request.url))).toEqual({
    status: 418,
    head: '/v1/registration',
  });
});

it('reads the head alone of an answer without end', async () => {
  const answer = await answered((_, response) => {
    response.on('error', () => undefined);
    const more = (): void => {
      if (!response.destroyed) response.write('x'.repeat(1000), () => setImmediate(more));
    };
    more();
  });
  expect(answer).toEqual({ status: 200, head: 'x'.repeat(4096) });
});

it('follows no redirect', async () => {
  const answer = await answered((_, response) => response.writeHead(302, { location: '/x' }).end());
  expect(answer).toMatchObject({ status: 302 });
});

it('gives up on a server that starts and stops', async () => {
  const answer = await answered((_, response) => void response.write('['), 50);
  expect(answer).toEqual({ failure: 'no answer within 0.05 s' });
});

it.each([
  ['speaks no HTTP', 'hello\n\n', /^HPE_/],
  ['closes', '', /closed|ECONNRESET/],
])('says what is wrong with a server that %s', async (_, text, failure) => {
  const place = await listening(createTcpServer((socket) => socket.resume().end(text)));
  expect(await readHttp(place, '/')).toEqual({ failure: expect.stringMatching(failure) });
  place.close();
});

import { createConnection } from 'node:net';

/** Opens and closes a TCP connection. @returns why that failed; undefined when somebody listens */
export function connectTcp(host: string, port: number, milliseconds = 3000): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const end = (failure?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(failure);
    };
    // Resolving the name counts too, which the socket's own time limit leaves out.
    const timer = setTimeout(() => end(`no answer within ${milliseconds / 1000} s`), milliseconds);
    socket.once('connect', () => end());
    socket.once('error', (error) => end('code' in error ? String(error.code) : 'failed'));
  });
}

import { get } from 'node:http';
import { codeOf } from '../problem';

/** A server that answers plain HTTP. */
export interface HttpPlace {
  /** IP address or DNS name. */
  readonly host: string;
  readonly port: number;
  /** @default 3000 */
  readonly milliseconds?: number;
}

/** The start of an answer, or why there was none. */
export type HttpHead = { readonly status: number; readonly head: string } | { readonly failure: string };

/** Reads a path over HTTP. Follows no redirect, uses no proxy and sends no credential. */
export type ReadHttp = (place: HttpPlace, path: string) => Promise<HttpHead>;

/** Characters of an answer that are enough to recognize it. */
const HEAD = 4096;

/** Sends a GET request and reads only the head of the answer. */
export const readHttp: ReadHttp = ({ host, port, milliseconds = 3000 }, path) =>
  new Promise((resolve) => {
    const request = get({ host, port, path, agent: false });
    const end = (result: HttpHead): void => {
      clearTimeout(timer);
      resolve(result);
      request.destroy();
    };
    const timer = setTimeout(
      () => end({ failure: `no answer within ${milliseconds / 1000} s` }),
      milliseconds,
    );
    const fail = (error: unknown): void => end({ failure: codeOf(error) ?? 'failed' });
    request.on('error', fail);
    request.on('response', (response) => {
      const { statusCode: status = 0 } = response;
      let head = '';
      response.setEncoding('latin1');
      response.on('data', (text: string) => {
        head += text;
        if (head.length >= HEAD) end({ status, head: head.slice(0, HEAD) });
      });
      response.on('end', () => end({ status, head }));
      response.on('error', fail);
    });
  });

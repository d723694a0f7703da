import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { Deadline } from './time-limit';

/** What a server answered. */
export interface Answer {
  readonly status: number;
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;
  /** Undefined when it is not a JSON object. */
  readonly body: unknown;
}

/** The server accepted and was silent, or too slow. */
export class TimedOut extends Error {}

/** No list page comes near. */
const LARGEST_ANSWER = 128 * 1024 * 1024;

/** Sends one request; the deadline covers everything from name resolution to the last byte. */
export function send(
  url: string,
  method: string,
  options: RequestOptions,
  body: { readonly type: string; readonly value: unknown } | undefined,
  deadline: Deadline,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body.value);
    const headers = {
      ...(options.headers as Record<string, string | string[]>),
      Accept: 'application/json',
      'User-Agent': 'istio-remote',
      ...(text === undefined || body === undefined
        ? {}
        : { 'Content-Type': body.type, 'Content-Length': String(Buffer.byteLength(text)) }),
    };
    const open = url.startsWith('https:') ? httpsRequest : httpRequest;
    const sent = open(url, { ...options, method, headers }, (response) => {
      receive(response).then(resolve, reject);
    });
    const timer = setTimeout(() => {
      reject(new TimedOut());
      sent.destroy();
    }, deadline.left());
    sent.on('error', reject).on('close', () => clearTimeout(timer));
    sent.end(text);
  });
}

function receive(response: IncomingMessage): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST_ANSWER) response.destroy(new Error('the answer is too large'));
    });
    response.on('error', reject);
    response.on('close', () => {
      if (!response.complete) reject(Object.assign(new Error('cut off'), { code: 'ECONNRESET' }));
    });
    response.on('end', () => {
      const seconds = Number(response.headers['retry-after']);
      resolve({
        status: response.statusCode ?? 0,
        retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
        body: json(Buffer.concat(chunks).toString('utf8')),
      });
    });
  });
}

function json(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // the error would quote the text
  }
}

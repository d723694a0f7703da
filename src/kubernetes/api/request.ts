import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { jsonIn } from '../fields';
import type { RequestBase } from './connection';
import type { Deadline } from './time-limit';

/** A server's answer. */
export interface Answer {
  readonly status: number;
  /** Seconds to wait, if the server asks for it. */
  readonly retryAfter: number | undefined;
  /** Undefined if it is not a JSON object. */
  readonly body: unknown;
  /** Bytes of the body. */
  readonly size: number;
}

interface Message {
  readonly method: string;
  readonly url: URL;
  /** Sent as JSON. */
  readonly body?: unknown;
}

/** The whole answer did not arrive within the time limit. */
export class TimedOut extends Error {}

/** The answer is larger than {@link LARGEST_ANSWER}. */
export class TooLarge extends Error {}

/** Limit in bytes of an answer, and of all pages of a list together: 128 MB. */
export const LARGEST_ANSWER = 128 * 1024 * 1024;

/** Sends one request. The deadline covers everything from DNS to the last byte. Never follows redirects. */
export function send(
  { method, url, body }: Message,
  { agent, headers }: RequestBase,
  deadline: Deadline,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const content =
      text === undefined ? {} : { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) };
    const own = { Accept: 'application/json', 'User-Agent': 'istio-remote' };
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const sent = open(url, { method, agent, headers: { ...headers, ...own, ...content } }, (response) => {
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

/** Reads an answer to its end. */
export async function receive(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > LARGEST_ANSWER) throw new TooLarge();
  }
  if (!response.complete) throw Object.assign(new Error('cut off'), { code: 'ECONNRESET' });
  const body = jsonIn(Buffer.concat(chunks).toString('utf8'));
  const seconds = Number(response.headers['retry-after']);
  return {
    status: response.statusCode ?? 0,
    retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
    body: typeof body === 'object' ? (body ?? undefined) : undefined,
    size,
  };
}

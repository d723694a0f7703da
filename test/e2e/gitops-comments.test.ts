import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanEnvironment } from './run';
import { Sandbox } from './sandbox';

const SCRIPT = resolve('examples/gitops/ci/post-summary.mjs');
const MARK = '<!-- istio-remote check --summary -->\n';
const COMMENTS = '/repos/platform/mesh/issues/4/comments';

interface Comment {
  readonly id: number;
  readonly user: { readonly login: string } | null;
  body: string;
}

function comment(id: number, login: string | null, body: string): Comment {
  return { id, user: login === null ? null : { login }, body };
}

/** Posts a summary to a stand-in for GitHub. */
async function post(summary: string, comments: Comment[], status = 200) {
  using sandbox = new Sandbox({ 'summary.md': summary });
  const asked: string[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
      asked.push(`${request.method} ${pathname} ${request.headers.authorization}`);
      const id = Number(pathname.split('/').at(-1));
      if (request.method === 'POST')
        comments.push(comment(1000, 'github-actions[bot]', JSON.parse(text).body));
      if (request.method === 'PATCH')
        Object.assign(comments.find((one) => one.id === id) ?? {}, { body: JSON.parse(text).body });
      const begin = (Number(searchParams.get('page')) - 1) * 100;
      response.statusCode = status;
      response.end(JSON.stringify(request.method === 'GET' ? comments.slice(begin, begin + 100) : {}));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const env = {
    ...cleanEnvironment(),
    GITHUB_API_URL: `http://127.0.0.1:${port}`,
    GITHUB_REPOSITORY: 'platform/mesh',
    GITHUB_TOKEN: 'for-the-test',
    PULL_REQUEST: '4',
  };
  try {
    const ended = await new Promise<{ code: number; out: string }>((done) => {
      execFile(process.execPath, [SCRIPT, sandbox.path('summary.md')], { env }, (error, stdout, stderr) =>
        done({ code: error === null ? 0 : Number(error.code), out: stdout + stderr }),
      );
    });
    return { ...ended, changes: asked.filter((line) => !line.startsWith('GET')), asked };
  } finally {
    server.close();
  }
}

describe('the comment of a pull request', () => {
  it('is made once, and written over by the next pipeline', async () => {
    const comments = [comment(1, 'someone', `${MARK}by someone else`), comment(2, null, `${MARK}by a ghost`)];
    expect((await post(`${MARK}first`, comments)).changes).toEqual([`POST ${COMMENTS} Bearer for-the-test`]);
    expect((await post(`${MARK}second`, comments)).changes).toEqual([
      'PATCH /repos/platform/mesh/issues/comments/1000 Bearer for-the-test',
    ]);
    expect(comments.map(({ body }) => body)).toEqual([
      `${MARK}by someone else`,
      `${MARK}by a ghost`,
      `${MARK}second`,
    ]);
  });

  it('is found after a hundred others, and not confused with others of the same bot', async () => {
    const others = Array.from({ length: 100 }, (_, id) => comment(id, 'github-actions[bot]', 'coverage'));
    const comments = [...others, comment(500, 'github-actions[bot]', `${MARK}first`)];
    await post(`${MARK}second`, comments);
    expect(comments.at(-1)?.body).toBe(`${MARK}second`);
    expect(comments.filter(({ body }) => body === 'coverage')).toHaveLength(100);
  });

  it('stays as it is when a mesh with mistakes has no summary', async () => {
    const { code, asked } = await post('', []);
    expect({ code, asked }).toEqual({ code: 0, asked: [] });
  });

  it('fails with the answer, and without the token, when GitHub refuses', async () => {
    const { code, out } = await post(`${MARK}first`, [], 403);
    expect(code).toBe(1);
    expect(out).toContain(`the answer to GET ${COMMENTS} is 403`);
    expect(out).not.toContain('for-the-test');
  });
});

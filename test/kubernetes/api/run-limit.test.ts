import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RunLimit } from '../../../src/kubernetes/api/run-limit';
import { join } from '../../../src/membership/join';
import { leave } from '../../../src/membership/leave';
import { openNow } from '../../open-now';
import { type FakeApiServer, READER_TOKEN } from './fake-api-server';
import { ALLOW, FakeMesh, failure } from './fake-mesh';

/** Milliseconds that the clock is ahead, so that tests do not wait. */
let ahead = 0;
let mesh: FakeMesh;
beforeEach(async () => {
  ahead = 0;
  const now = performance.now.bind(performance);
  vi.spyOn(performance, 'now').mockImplementation(() => now() + ahead);
  mesh = await FakeMesh.start();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await mesh[Symbol.asyncDispose]();
});

const MINUTE = 60_000;

/** Every answer takes this long on the clock. */
function slow(server: FakeApiServer, milliseconds: number): void {
  server.fault = () => {
    ahead += milliseconds;
    return undefined;
  };
}

function leaveNow(run?: RunLimit, confirm = async () => true) {
  const connection = { ...mesh.connection, run };
  return leave(openNow(mesh.config), { remote: 'eu-west-1', connection, confirm });
}

function joinNow(mark: () => void = () => undefined) {
  const { connection, outdir } = mesh;
  return join(openNow(mesh.config), { remotes: [], connection, outdir, allow: ALLOW, onJoin: mark });
}

describe('the limit of a run', () => {
  it('ends a leave of many slow answers, although none is late', async () => {
    await joinNow();
    slow(mesh.remote, 4000);
    const confirm = async () => expect.unreachable('a question about a plan without the remote');
    expect(await failure(() => leaveNow(new RunLimit(30_000), confirm))).toMatch(
      /^eu-west-1 \(https:.*\): no time is left to \w+ .*, after 30 s for the whole run \(60 times --timeout\)\. Repeat to do the rest, or allow more time with --timeout$/,
    );
  });

  it('sends nothing that no time is left for', async () => {
    await joinNow();
    const run = new RunLimit(MINUTE);
    const before = mesh.primary.asked.length;
    ahead += MINUTE;
    expect(await failure(() => leaveNow(run))).toContain('hq (');
    expect(mesh.primary.asked).toHaveLength(before);
    expect(mesh.primary.find('Secret', 'eu-west-1')).toBeDefined();
  });

  it('ends a list that always goes on', async () => {
    await joinNow();
    let pages = 0;
    mesh.remote.change = (body) => {
      ahead += 4000;
      pages += 1;
      const isList = typeof body === 'object' && body !== null && 'items' in body;
      return isList ? { ...body, metadata: { continue: `page-${pages}` } } : body;
    };
    expect(await failure(() => leaveNow(new RunLimit(30_000)))).toMatch(
      /no time is left to (?:list|get) .*, after 30 s for the whole run/,
    );
  });

  it('ends an answer that does not come', async () => {
    mesh.primary.fault = () => 'silence';
    expect(await failure(() => leaveNow(new RunLimit(200)))).toContain(
      'no time is left to get /version, after 0.2 s for the whole run',
    );
  });

  it('is 60 times the limit of an answer by default', async () => {
    await joinNow();
    // Each operation of a leave ends within its own limit, but all of them together do not.
    slow(mesh.remote, 19 * 60_000);
    expect(await failure(() => leaveNow())).toContain('after 1200 s for the whole run');
  });

  it('does not count the time until a person answers', async () => {
    await joinNow();
    const { outcome } = await leaveNow(undefined, async () => {
      ahead += 24 * 60 * MINUTE;
      return true;
    });
    expect(outcome).toBe('left');
  });

  it('does not count it in a rotation either', async () => {
    const { connection, outdir } = mesh;
    const rotate = async () => {
      ahead += 24 * 60 * MINUTE;
      return false;
    };
    const { clusters } = await join(openNow(mesh.config), {
      ...{ remotes: ['eu-west-1'], connection: { ...connection, context: 'eu-west-1' } },
      ...{ outdir, allow: ALLOW, rotate },
    });
    expect(clusters).toMatchObject([{ outcome: 'declined' }]);
  });

  it('is each remote’s own when all join', async () => {
    mesh.write('mesh.yaml', `${mesh.read('mesh.yaml')}  - name: us-east-1\n    context: eu-west-1\n`);
    const { clusters } = await joinNow(() => {
      ahead += 24 * 60 * MINUTE;
    });
    expect(clusters).toMatchObject([{ outcome: 'created' }, { outcome: 'created' }]);
    expect(mesh.joined()).toContain(READER_TOKEN);
  });
});

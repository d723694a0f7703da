import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '../../../../src/lines/migrate';
import { inputIn } from './migrated';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'istio-remote-migrate-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

it('lays later files and flags on earlier ones, as Helm does', async () => {
  const base = written('base.yaml', 'global: { tag: 1.0.5, hub: a, remotePilotAddress: 10.8.0.11 }');
  const over = written('over.yaml', 'global: { tag: 1.0.6, hub: b }');
  const { text } = await migrate({
    values: [base, over],
    set: ['global.hub=c'],
    setString: ['global.proxy.excludeInboundPorts=15020'],
    setJson: ['security.resources={"limits":{"cpu":1}}'],
    cluster: 'eu',
    primary: 'hq',
    kubernetes: '1.20',
  });
  expect(inputIn(text)).toEqual({
    istio: '1.0.6',
    primary: { name: 'hq', addresses: { pilot: '10.8.0.11' } },
    remotes: [
      {
        name: 'eu',
        kubernetes: '1.20',
        citadel: { resources: { limits: { cpu: 1 } } },
        images: { hub: 'c' },
        proxy: { excludeInboundPorts: '15020' },
      },
    ],
  });
});

it('names a file that is not there', async () => {
  const path = join(folder, 'gone.yaml');
  await expect(migrate({ values: [path], cluster: 'eu' })).rejects.toThrow(`${path}: there is no such file`);
});

it('names a folder', async () => {
  await expect(migrate({ values: [folder], cluster: 'eu' })).rejects.toThrow(
    `${folder}: expected a file, got a folder`,
  );
});

it('names a file that is not text', async () => {
  const path = written('values.yaml', new Uint8Array([0xff, 0xfe]));
  await expect(migrate({ values: [path], cluster: 'eu' })).rejects.toThrow(`${path}: expected text in UTF-8`);
});

import { expect, it } from 'vitest';
import { Sandbox } from '../e2e/sandbox';
import { MESH } from '../review/mesh-change';
import { istioRemote } from './recorded-terminal';

it.each(['synth', 'check'])(
  '%s refuses an empty output folder, in place of writing here',
  async (command) => {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH });
    const config = ['--config', sandbox.path('mesh.yaml')];
    for (const outdir of ['', ' ']) {
      const { code, err } = await istioRemote([command, ...config, '--outdir', outdir]);
      expect(code).toBe(2);
      expect(err).toContain('--outdir: expected the path of a folder');
    }
  },
);

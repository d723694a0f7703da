import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { terminalOn } from '../../src/cli/terminal';
import { codePoint } from '../code-point';
import { Sandbox } from '../e2e/sandbox';
import { MESH } from '../review/mesh-change';
import { istioRemote } from './recorded-terminal';

const UNSEEN = /(?!\n|\t| )[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Z}\p{Default_Ignorable_Code_Point}]/u;

function recorded(isScreen: boolean) {
  let out = '';
  let err = '';
  const terminal = terminalOn({
    writeOut: (text) => {
      out += text;
    },
    writeErr: (text) => {
      err += text;
    },
    isScreen,
    interactive: false,
    colours: true,
    env: {},
  });
  return { terminal, read: () => ({ out, err }) };
}

const hostile = fc.string({ unit: codePoint, maxLength: 200 });

describe('a terminal', () => {
  it('shows no control character and no invisible one, whatever it is given', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { terminal, read } = recorded(true);
        terminal.out(text);
        terminal.err(text);
        terminal.data(text);
        expect(read().out + read().err).not.toMatch(UNSEEN);
      }),
    );
  });

  it('leaves a report in JSON the same JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(hostile, hostile), (report) => {
        const { terminal, read } = recorded(false);
        terminal.out(JSON.stringify(report));
        expect(JSON.parse(read().out)).toEqual(JSON.parse(JSON.stringify(report)));
      }),
    );
  });

  it('writes manifests as they are into a pipe or a file', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { terminal, read } = recorded(false);
        terminal.data(text);
        expect(read().out).toBe(text);
      }),
    );
  });

  it('draws what its own program adds, around the escaped text', () => {
    const { terminal, read } = recorded(true);
    terminal.err('\u001b[31mred', (shown) => `\r\u001b[32m${shown}\u001b[39m`);
    expect(read().err).toBe('\r\u001b[32m\\u001b[31mred\u001b[39m');
  });
});

describe('images', () => {
  const image = 'a\u001b]0;title\u0007\u202eb\u200b\nforged/image:1';
  const pod = JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p' },
    spec: { containers: [{ name: 'c', image }] },
  });
  const mesh = MESH.replace('injectedNamespaces:', 'injectedWorkloads: [apps]\n    injectedNamespaces:');

  it.each([[[]], [['--clusters']], [['--json']]])(
    'shows hostile names escaped on one line: %j',
    async (options) => {
      using sandbox = new Sandbox({ 'mesh.yaml': mesh, 'apps/pod.yaml': pod });
      const { code, out, err } = await istioRemote([
        'images',
        '--config',
        sandbox.path('mesh.yaml'),
        ...options,
      ]);
      expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' });
      expect(out).toContain('\\u202eb\\u200b');
      expect(out).not.toMatch(/^forged/m);
      expect(out).not.toMatch(UNSEEN);
    },
  );
});

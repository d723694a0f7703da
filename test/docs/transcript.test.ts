import { describe, expect, it } from 'vitest';
import { randomBytes } from '../seed';
import { page } from './pages';
import { recorded, type Session } from './transcript';

const PAGE = `# Two parts

## One

Prose stays.

\`\`\`yaml
istio: 1.0.9
\`\`\`

\`\`\`console
$ ls \\
  -a
old
$ true
\`\`\`

\`\`\`yaml
# mesh.yaml, at its end
remotes: []
\`\`\`

\`\`\`text
$ by hand
\`\`\`

## Two

\`\`\`console
$ date
old
\`\`\`
`;

/** Records the commands, and prints each one again unless it is `true`. */
function noted(show = (command: string) => (command === 'true' ? '' : `${command}!\n`)) {
  const notes: string[] = [];
  const session: Session = {
    write: (file, text, mode) => notes.push(`${mode} ${file}: ${text}`),
    type: async (command) => {
      notes.push(command);
      return show(command);
    },
  };
  return { notes, session };
}

describe('a transcript', () => {
  it('follows one part from top to bottom, and leaves blocks of text alone', async () => {
    const { notes, session } = noted();
    await recorded(PAGE, 'One', session);
    expect(notes).toEqual([
      'whole mesh.yaml: istio: 1.0.9\n',
      'ls \\\n  -a',
      'true',
      'added mesh.yaml: remotes: []\n',
    ]);
  });

  it('has new output below each command, and the rest of the page as it was', async () => {
    const { session } = noted();
    expect(await recorded(PAGE, 'One', session)).toBe(PAGE.replace('  -a\nold\n', '  -a\nls \\\n  -a!\n'));
    expect(await recorded(PAGE, 'Two', session)).toBe(PAGE.replace('$ date\nold\n', '$ date\ndate!\n'));
  });

  it('is the same when it is recorded again', async () => {
    const { session } = noted();
    const once = await recorded(PAGE, 'One', session);
    expect(await recorded(once, 'One', session)).toBe(once);
  });

  it.each(['$ rm -rf /\n', '```\n', 'a\n## Three\n'])(
    'refuses output that would read as something else: %j',
    async (output) => {
      const { session } = noted(() => output);
      await expect(recorded(PAGE, 'Two', session)).rejects.toThrow('cannot show this output of $ date');
    },
  );

  it.each([
    ['a token', `token is ${randomBytes(30).toString('base64')}\n`],
    ['a key', '-----BEGIN PRIVATE KEY-----\n'],
    ['a kubeconfig', `users: [{ user: { token: "${randomBytes(20).toString('hex')}" } }]\n`],
    ['a Secret', `kind: Secret\ndata: { password: ${randomBytes(6).toString('base64')} }\n`],
  ])('refuses output with %s, and does not repeat it', async (_, output) => {
    const { session } = noted(() => output);
    const refusal = recorded(PAGE, 'Two', session);
    await expect(refusal).rejects.toThrow(/^the output may have a credential: \$ date\n$/);
  });

  it('needs its part', async () => {
    await expect(recorded(PAGE, 'Three', noted().session)).rejects.toThrow('no part "Three"');
  });

  it.each(['Istio 1.0', 'Current Istio'])(
    'of the guide with %s has the steps from addresses to leave',
    async (heading) => {
      const { notes, session } = noted();
      await recorded(page('docs/guide-transcript.md').text, heading, session);
      const typed = notes.map((note) => /^istio-remote ([a-z-]+)/.exec(note)?.[1]);
      expect(typed).toEqual(
        expect.arrayContaining([
          'init',
          'addresses',
          'synth',
          'check',
          'doctor',
          'join',
          'services',
          'leave',
        ]),
      );
    },
  );
});

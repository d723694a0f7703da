import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parsePatch } from 'diff';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fieldAt } from '../../src/kubernetes/fields';
import { reader as reader10 } from '../../src/lines/istio-1.0/reader';
import { reader as readerCurrent } from '../../src/lines/istio-current/reader';
import { codeBlocks, page } from '../docs/pages';
import { applyExactly } from './apply-exactly';
import { type Ran, run } from './run';
import { Sandbox } from './sandbox';

const SECTION = sectionOf(page('CONTRIBUTING.md').text, '## Adding an option');

/** The examples of the section: an option, its part of the line's JSON Schema, and a mesh that sets it. */
const EXAMPLES = [
  {
    title: 'An example for Istio 1.0',
    release: '1.0.9',
    address: 'pilot',
    line: reader10.title,
    schema: 'then',
    option: ['sidecarInjector', 'timeoutSeconds'],
    setting: 'sidecarInjector: { timeoutSeconds: 5 }',
    output: 'timeoutSeconds: 5\n',
  },
  {
    title: 'An example for current Istio',
    release: '"1.30"',
    address: 'istiod',
    line: readerCurrent.title,
    schema: 'else',
    option: ['podSecurity'],
    setting: 'podSecurity: baseline',
    output: 'pod-security.kubernetes.io/enforce: baseline\n',
  },
].map((example) => ({
  ...example,
  patches: codeBlocks(
    { file: 'CONTRIBUTING.md', text: sectionOf(SECTION, `### ${example.title}`) },
    'diff',
  ).flatMap((block) => parsePatch(block)),
}));

const files = ({ patches }: (typeof EXAMPLES)[number]): string[] =>
  patches.map(({ newFileName = '' }) => newFileName.replace(/^b\//, ''));

/** The parts of an option besides its field, each with the test that misses it. */
const PARTS = EXAMPLES.flatMap((example) =>
  files(example)
    .filter((file) => /^src\/(?!.*\/options\/)/.test(file))
    .map((file) => ({
      file,
      part: basename(file),
      option: example.option.join('.'),
      ...(file.endsWith('/moves.ts')
        ? { test: 'test/lines/istio-current/migrate/moves.test.ts', title: 'name every option of a remote' }
        : { test: 'test/lines/option-effect.test.ts', title: 'changes a manifest or a message' }),
    })),
);

const tree = mkdtempSync(join(tmpdir(), 'istio-remote-contributing-'));
const inTree = (file: string): string => join(tree, file);

beforeAll(() => {
  // A copy of the copy, because other tests run in the original.
  cpSync(inject('copy'), tree, { recursive: true });
  for (const { patches } of EXAMPLES)
    for (const patch of patches) {
      const file = inTree((patch.newFileName ?? '').replace(/^b\//, ''));
      writeFileSync(file, applyExactly(readFileSync(file, 'utf8'), patch));
    }
  for (const command of commandsOf(SECTION).filter((line) => line !== 'npm test'))
    expect(run('sh', ['-c', command], { cwd: tree }), command).toMatchObject({ code: 0 });
});

afterAll(() => rmSync(tree, { recursive: true }));

describe('the section "Adding an option" of CONTRIBUTING.md', () => {
  it('makes the schema, the tables, and tests', () => {
    expect(commandsOf(SECTION)).toEqual(['npm run build', 'node build/docs.mjs', 'npm test']);
  });

  it('has code that lint and the type check accept', () => {
    const changed = EXAMPLES.flatMap(files);
    expect(run('npx', ['biome', 'check', ...changed], { cwd: tree })).toMatchObject({ code: 0 });
    expect(run('npx', ['tsc', '--noEmit'], { cwd: tree })).toMatchObject({ code: 0, stdout: '' });
  });

  it('has tests that pass, and an effect for each option', () => {
    const tests = EXAMPLES.flatMap(files).filter((file) => file.startsWith('test/'));
    expect(vitest([...tests, ...PARTS.map(({ test }) => test)])).toMatchObject({ code: 0 });
  });
});

describe.each(EXAMPLES)('$title', (example) => {
  const { schema, option, release, address, setting, output, line } = example;
  const other = EXAMPLES.find((one) => one !== example);

  it('changes three source files, the Chinese texts and a test', () => {
    const changed = files(example);
    expect(changed.filter((file) => file.startsWith('src/'))).toHaveLength(3);
    expect(changed.filter((file) => file.startsWith('test/'))).toHaveLength(1);
    expect(changed).toContain('build/configuration.zh-CN.yaml');
    expect(changed).toHaveLength(5);
  });

  it('adds the option to the JSON Schema', () => {
    const inside = option.flatMap((key) => ['properties', key]);
    const whole: unknown = JSON.parse(readFileSync(inTree('schema/mesh.schema.json'), 'utf8'));
    for (const place of [['defaults'], ['remotes', 'items']])
      expect(fieldAt(whole, schema, 'properties', ...place, ...inside)).toHaveProperty('description');
  });

  it('adds the option to the tables of options', () => {
    const row = `\n| \`${option.join('.')}\` | `;
    for (const file of ['docs/configuration.md', 'docs/zh-CN/configuration.md']) {
      expect(readFileSync(inTree(file), 'utf8')).toContain(row);
      expect(readFileSync(file, 'utf8')).not.toContain(row);
    }
  });

  it('changes the manifest of a mesh that sets the option', () => {
    const [without, withOption] = ['', setting].map((set) => synth(meshOf(release, address, set)));
    expect(without?.text).not.toContain(output);
    expect(withOption).toMatchObject({ code: 0, text: expect.stringContaining(output) });
  });

  it('says in a mesh of the other line where the option belongs', () => {
    const { code, stderr } = synth(meshOf(other?.release ?? '', other?.address ?? '', setting));
    expect(code).toBe(1);
    expect(stderr).toContain(`defaults.${option.join('.')}: belongs to ${line}, which is not the release`);
  });
});

describe('an option without one of its parts', () => {
  it.each(PARTS)('fails a test: $option without $part', ({ file, option, test, title }) => {
    const text = readFileSync(inTree(file), 'utf8');
    writeFileSync(inTree(file), readFileSync(join(inject('copy'), file)));
    try {
      const { code, stdout, stderr } = vitest([test]);
      expect(code).toBe(1);
      // Returns the list of options without an effect, or without an entry.
      expect(stderr).toMatch(new RegExp(`FAIL .* > ${title}\\n`));
      expect(stdout + stderr).toMatch(new RegExp(`\\+ +"(?:.*\\.)?${option}"`));
    } finally {
      writeFileSync(inTree(file), text);
    }
  });
});

describe('a block that no longer fits', () => {
  const apply = (text: string): string[] =>
    parsePatch('--- a/x.ts\n+++ b/x.ts\n@@ -1,2 +1,3 @@\n one\n+new\n two\n').map((patch) =>
      applyExactly(text, patch),
    );

  it('says that it has to be updated', () => {
    expect(apply('zero\none\ntwo\n')).toEqual(['zero\none\nnew\ntwo\n']);
    expect(() => apply('one\nother\ntwo\n')).toThrow(
      'CONTRIBUTING.md, Adding an option: the code around this diff has changed; update it: b/x.ts',
    );
  });

  it('is not applied to one of several places', () => {
    expect(() => apply('one\ntwo\none\ntwo\n')).toThrow('has changed');
  });

  it('is not applied where a line merely starts or ends alike', () => {
    expect(() => apply('some one\ntwo\n')).toThrow('has changed');
    expect(() => apply('one\ntwo more\n')).toThrow('has changed');
  });
});

/** Returns the text from a heading to the next one of its level. */
function sectionOf(text: string, heading: string): string {
  const [, section] = text.split(`\n${heading}\n`);
  if (section === undefined) throw new Error(`CONTRIBUTING.md: no heading "${heading}"`);
  const level = heading.split(' ', 1).join('');
  return section.split(new RegExp(`^${level} `, 'm'))[0] ?? '';
}

/** Returns the commands of the first block, without its comments. */
function commandsOf(section: string): string[] {
  const [block = ''] = codeBlocks({ file: 'CONTRIBUTING.md', text: section }, 'text');
  return block
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/, 1).join(''));
}

function vitest(tests: readonly string[]): Ran {
  return run('npx', ['vitest', 'run', ...new Set(tests)], { cwd: tree, env: { NO_COLOR: '1' } });
}

function meshOf(release: string, address: string, setting: string): string {
  return `istio: ${release}
primary: { name: hq, addresses: { ${address}: 10.8.0.11 } }
defaults: { ${setting} }
remotes: [{ name: eu, apiServer: "https://10.20.0.2:6443" }]
`;
}

/** Runs the built command line of the copy. */
function synth(mesh: string): Ran & { readonly text: string } {
  using sandbox = new Sandbox({ 'mesh.yaml': mesh });
  const ran = run(process.execPath, [inTree('lib/bin.js'), 'synth'], { cwd: sandbox.folder });
  return { ...ran, text: Object.values(sandbox.texts('dist')).join('') };
}

import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { codeBlocks, PAGES, type Page } from '../docs/pages';
import { commandsIn } from '../docs/text-blocks';

const scratch = mkdtempSync(join(tmpdir(), 'istio-remote-docs-'));
const lib = join(inject('copy'), 'lib');

afterAll(() => rmSync(scratch, { recursive: true }));

/** Folders with the mesh and manifests of a page. Default: those at the top of this repository. */
const STARTS: Readonly<Record<string, string | undefined>> = {
  'docs/argo-cd.md': 'examples/current',
  'docs/flux.md': 'examples/flux',
  'docs/getting-started.md': undefined,
  'docs/getting-started-1.0.md': undefined,
  'docs/zh-CN/getting-started.md': undefined,
  'docs/zh-CN/getting-started-1.0.md': undefined,
};

/** Commands of blocks, in the order of the page. The commands of the page on contributing have their own test. */
const scripts = PAGES.map((page) =>
  page.file === 'CONTRIBUTING.md' ? codeBlocks(page, 'sh').join('') : scriptOf(page),
);

/** Pages with the same commands, for example a page and its translation, are followed once. */
const pages = [...new Set(scripts)]
  .filter((script) => script !== '')
  .map((script) => ({
    script,
    file: PAGES.filter((_, index) => scripts[index] === script)
      .map(({ file }) => file)
      .join(' and '),
  }));

describe('the commands of the documentation', () => {
  it.each(pages)('$file can be followed from top to bottom', ({ file, script }) => {
    const { status, stderr } = follow(script, file);
    // The output so far explains a failure.
    expect(status, stderr).toBe(0);
  });
});

/** @returns the commands. On a page that starts from an empty folder, the reader also edits mesh.yaml. */
function scriptOf({ file, text }: Page): string {
  const edits = file in STARTS && STARTS[file] === undefined;
  return [...text.matchAll(/^```(sh|text|yaml)\n([\s\S]*?)^```$/gm)]
    .map(([, language, code = '']) => {
      if (language === 'yaml') return edits && code.startsWith('istio: ') ? meshFile(code) : '';
      return language === 'sh' ? code : (commandsIn(code) ?? '');
    })
    .join('');
}

/** Without the comments, because translations have others. */
function meshFile(code: string): string {
  return `cat > mesh.yaml <<'END'\n${code.replaceAll(/ +#.*/g, '')}END\n`;
}

/** Runs a script in a folder with the files of the page. */
function follow(script: string, file: string): { status: number | null; stderr: string } {
  const folder = join(scratch, file.replaceAll(/\W+/g, '-'));
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [command, body] of Object.entries(standIns())) {
    writeFileSync(join(bin, command), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, command), 0o755);
  }
  const [first = file] = file.split(' and ');
  const start = first in STARTS ? STARTS[first] : '.';
  if (start !== undefined)
    for (const name of ['mesh.yaml', 'dist'])
      cpSync(join(start, name), join(folder, name), { recursive: true });
  if (start === '.') copyFileSync('cdk8s.yaml', join(folder, 'cdk8s.yaml'));
  copyFileSync('examples/from-helm/values.yaml', join(folder, 'values.yaml'));
  symlinkSync(lib, join(folder, 'lib'));
  const { KUBECONFIG: _, ...inherited } = process.env;
  const env = { ...inherited, HOME: folder, PATH: `${bin}:${process.env.PATH}` };
  return spawnSync('sh', ['-e', '-c', script], { cwd: folder, env, encoding: 'utf8' });
}

/**
 * Adds what the commands need here: clusters, the certificates of their sealers, and an entry that the page says to
 * write.
 */
const MISSING = ['there is no kubeconfig', 'sealing/.*\\.pem', 'no entry of sharedServices'];

/**
 * `npx` finds the build; commands that need the network, or change a real repository, do nothing. A command that
 * talks to clusters ends when it looks for a kubeconfig: then its words, the mesh and the names of clusters are
 * right. `kubectl` looks for the files that it is given, and passes the rest of the line to the real one.
 */
function standIns() {
  const kubectl = spawnSync('sh', ['-c', 'command -v kubectl'], { encoding: 'utf8' }).stdout.trim();
  return {
    npx: `case "$1 $2" in
'--no istio-remote') shift 2; exec istio-remote "$@" ;;
"cdk8s "*) shift; exec '${process.execPath}' '${resolve('node_modules/cdk8s-cli/bin/cdk8s')}' "$@" --check-upgrade=false ;;
esac
echo "unexpected: npx $*" >&2
exit 1`,
    'istio-remote': `'${process.execPath}' '${lib}/bin.js' "$@" > "$HOME/printed" 2> "$HOME/said"
code=$?
cat "$HOME/printed"
cat "$HOME/said" >&2
[ $code = 0 ] || cat "$HOME/printed" "$HOME/said" | grep -Eq '${MISSING.join('|')}'`,
    kubectl: `read=
for word; do
  case "$word" in
  -f | --patch-file | --from-file) read=yes; continue ;;
  --from-file=*) word=\${word#--from-file=} ;;
  *) [ "$read" = yes ] || continue ;;
  esac
  read=
  file=\${word#*=}
  case "$file" in [A-Z]*_*) continue ;; esac
  [ -e "$file" ] || { echo "kubectl: no $file" >&2; exit 1; }
done
${kubectl === '' ? 'exit 0' : `exec '${kubectl}' "$@" --help > "$HOME/help"`}`,
    npm: 'exit 0',
    git: 'exit 0',
    docker: 'exit 0',
    istioctl: 'exit 0',
    cmp: 'exit 0',
    dot: 'cat',
    mmdc: 'cat > /dev/null',
  };
}

import { existsSync, readFileSync, utimesSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { expect } from 'vitest';
import { istioRemote } from '../cli/recorded-terminal';
import { TIMES } from '../seed';
import { bin, type Ran, runBeside } from './run';
import { Sandbox } from './sandbox';

const PRELOAD = resolve('test/e2e/kill-at-call.mjs');

/** Texts of files by their paths. */
type Texts = Readonly<Record<string, string>>;

/** A moment of a run: before a call, or in the middle of a write. */
export interface Moment {
  /** Number of the call, from 1. */
  readonly at: number;
  readonly torn: boolean;
}

/** A `synth` that is killed, with the files before it and the expected files after it. */
export class KilledSynth {
  private constructor(
    private readonly input: Texts,
    private readonly before: Texts,
    private readonly after: Texts,
    /** Its calls on the folder of the mesh, for example `renameSync dist/eu/x.partial`, if nobody kills it. */
    readonly calls: readonly string[],
  ) {}

  /**
   * @param old files of the mesh with the existing output, including mesh.yaml; undefined for a first synth
   * @param next files of the mesh that synth runs for
   */
  static async prepare(old: Texts | undefined, next: Texts): Promise<KilledSynth> {
    const before = old === undefined ? {} : await outputOf(old);
    using folder = folderWith(next, before);
    const { code, stderr } = await synth(folder, { KILL_LOG: folder.path('calls') });
    expect(code, stderr).toBe(0);
    const calls = folder.read('calls').split('\n');
    return new KilledSynth(next, before, folder.texts('dist'), calls);
  }

  /** Yields every moment: before each call, and in the middle of each write. */
  get moments(): Moment[] {
    return this.calls.flatMap((call, index) => [
      { at: index + 1, torn: false },
      ...(/^write/.test(call) ? [{ at: index + 1, torn: true }] : []),
    ]);
  }

  /**
   * Expects that every file is whole, that check describes the state, and that the next synth ends as if nothing had
   * happened.
   */
  async expectRepaired({ at, torn }: Moment): Promise<void> {
    const where = `killed ${torn ? 'in the middle of' : 'before'} call ${at}, ${this.calls[at - 1]}`;
    using folder = folderWith(this.input, this.before);
    const { signal } = await synth(folder, { KILL_AT: `${at}`, ...(torn ? { KILL_TORN: 'yes' } : {}) });
    expect(signal, where).toBe('SIGKILL');
    const found = folder.texts('dist');
    this.expectWhole(found, where);

    // Only every fourth: a check takes longer than the killed run.
    if (at % 4 === 0 || torn || TIMES > 1) await this.expectTold(folder, found, where);

    passTime(folder.path('dist/.istio-remote.lock'));
    const again = await istioRemote(['synth', ...optionsOf(folder)]);
    expect(again.code, `${where}: ${again.err}`).toBe(0);
    expect(folder.texts('dist'), where).toEqual(this.after);
  }

  /** Expects that check reports stale files, and nothing about temporary files of the killed run. */
  private async expectTold(folder: Sandbox, found: Texts, where: string): Promise<void> {
    // Without the diffs, which take most of a check's time.
    const { code, out, err } = await istioRemote(['check', '--json', ...optionsOf(folder)]);
    const upToDate = Object.keys({ ...this.after, ...found }).every(
      (path) => isTemporary(path) || found[path] === this.after[path],
    );
    expect(code, where).toBe(upToDate ? 0 : 1);
    expect(JSON.parse(out), where).toMatchObject({ upToDate, extra: [] });
    if (!upToDate) expect(err, where).toMatch(/dist: (?:is stale|contains none of the files of the mesh)/);
    expect(out + err, where).not.toContain('.istio-remote');
  }

  /**
   * Expects that each file is the old or the new one, and that old files are removed only after every new one exists.
   */
  private expectWhole(found: Texts, where: string): void {
    const { before, after } = this;
    const paths = Object.keys({ ...before, ...after, ...found }).filter((path) => !isTemporary(path));
    const unlike = paths.filter((path) => ![before[path], after[path]].includes(found[path]));
    expect(unlike, `${where}: files that are neither old nor new`).toEqual([]);
    const isGone = paths.some((path) => before[path] !== undefined && found[path] === undefined);
    const missing = Object.keys(after).filter((path) => found[path] !== after[path]);
    if (isGone) expect(missing, `${where}: old files went first`).toEqual([]);
  }
}

function folderWith(input: Texts, output: Texts): Sandbox {
  const below = Object.entries(output).map(([path, text]) => [`dist/${path}`, text]);
  return new Sandbox({ ...input, ...Object.fromEntries(below) });
}

async function outputOf(input: Texts): Promise<Texts> {
  using folder = new Sandbox(input);
  const { code, err } = await istioRemote(['synth', ...optionsOf(folder)]);
  expect(code, err).toBe(0);
  return folder.texts('dist');
}

function optionsOf(folder: Sandbox): string[] {
  return ['--config', folder.path('mesh.yaml'), '--outdir', folder.path('dist')];
}

function synth({ folder }: Sandbox, env: Readonly<Record<string, string>>): Promise<Ran> {
  const args = ['--import', PRELOAD, bin(), 'synth'];
  return runBeside(process.execPath, args, { cwd: folder, env: { ...env, KILL_IN: folder } });
}

function isTemporary(path: string): boolean {
  return basename(path).startsWith('.istio-remote');
}

/** An incomplete lock does not prove that its process has ended: a run waits until the file is 10 s old. */
function passTime(lock: string): void {
  if (existsSync(lock) && !readFileSync(lock, 'utf8').endsWith('}\n')) utimesSync(lock, 1000, 1000);
}

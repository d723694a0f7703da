import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  openTemplateEngine,
  type TemplateEngine,
} from '../../src/lines/istio-1.0/sidecar/template-engine/engine';

interface Build {
  buildTemplateEngine(folder: string): boolean;
}

let built: Promise<TemplateEngine | undefined> | undefined;

/** The engine for Go templates, made from its source; undefined without Go. */
export function builtEngine(): Promise<TemplateEngine | undefined> {
  built ??= build();
  return built;
}

async function build(): Promise<TemplateEngine | undefined> {
  const { buildTemplateEngine }: Build = await import(
    join(import.meta.dirname, '../../build/template-engine.mjs')
  );
  const folder = mkdtempSync(join(tmpdir(), 'built-template-engine-'));
  return buildTemplateEngine(folder) ? openTemplateEngine([folder]) : undefined;
}

import { describe, expect, it } from 'vitest';
import { graph } from '../../src/commands/graph';
import { Sandbox } from '../e2e/sandbox';
import { meshText, pageOf } from '../page/page-of';

describe('graph', () => {
  it('prints as Mermaid the picture of the page', () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshText(3) });
    const { text } = graph(sandbox.path('mesh.yaml'), 'mermaid');
    expect(pageOf(meshText(3))).toContain(`\`\`\`mermaid\n${text}\`\`\`\n`);
  });

  it.each([
    ['dot', /^digraph mesh \{\n[\s\S]*r0 -> p0 [\s\S]*\}\n$/],
    ['svg', /^<svg [\s\S]*<\/svg>\n$/],
  ] as const)('prints %s', (format, shape) => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshText(3) });
    expect(graph(sandbox.path('mesh.yaml'), format).text).toMatch(shape);
  });

  it('says what is wrong with the mesh', () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshText(1).replace('hq', 'HQ') });
    expect(() => graph(sandbox.path('mesh.yaml'), 'svg')).toThrow(/primary\.name: expected lower-case/);
  });
});

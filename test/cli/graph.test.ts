import { describe, expect, it } from 'vitest';
import { Sandbox } from '../e2e/sandbox';
import { meshText, pageOf } from '../page/page-of';
import { istioRemote } from './recorded-terminal';

async function graph(mesh: string, ...options: string[]) {
  using sandbox = new Sandbox({ 'mesh.yaml': mesh });
  return await istioRemote(['graph', '--config', sandbox.path('mesh.yaml'), ...options]);
}

describe('graph', () => {
  it('prints as Mermaid the picture of the page', async () => {
    const { out } = await graph(meshText(3));
    expect(pageOf(meshText(3))).toContain(`\`\`\`mermaid\n${out}\`\`\`\n`);
  });

  it('shows the waves of clusters, as the page does', async () => {
    const mesh = meshText(
      2,
      'argocd: { repository: "https://git.example.com/mesh.git", syncPolicy: { automated: true } }\nrollout: [{ name: canary, clusters: [r1] }, { name: rest }]\n',
    );
    const { out } = await graph(mesh);
    expect(out).toMatch(/<b>r0<.*wave rest"\]/);
    expect(pageOf(mesh)).toContain(`\`\`\`mermaid\n${out}\`\`\`\n`);
  });

  it('prints text for Graphviz', async () => {
    const { out } = await graph(meshText(3), '--format', 'dot');
    expect(out).toMatch(/^digraph mesh \{\n[\s\S]*r0 -> primary [\s\S]*\}\n$/);
  });

  it('cuts the arrows of a frame off at the frame in Graphviz', async () => {
    const { out } = await graph(meshText(7), '--format', 'dot');
    expect(out).toMatch(/^ {2}primary -> r3 \[lhead=cluster_n0, /m);
    expect(out).toMatch(/^ {2}r3 -> primary \[ltail=cluster_n0, /m);
    expect(out.match(/ -> /g)).toHaveLength(2);
  });

  it('says what is wrong with the mesh', async () => {
    const { code, err } = await graph(meshText(1).replace('hq', 'HQ'));
    expect(code).toBe(1);
    expect(err).toMatch(/primary\.name: expected lower-case/);
  });
});

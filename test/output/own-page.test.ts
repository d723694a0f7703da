import { describe, expect, it } from 'vitest';
import { synthMesh } from '../../src/lines/mesh-output';
import { loadMesh } from '../../src/lines/read-mesh';
import { Sandbox } from '../e2e/sandbox';
import { meshText } from '../page/page-of';
import { check, synth, synthToText } from './mesh-commands';

/** A mesh with a warning, in its own folder. */
function project(remotes = 2): Sandbox {
  const warned = meshText(remotes, 'defaults: { sidecarInjector: { enabled: false } }\n');
  return new Sandbox({ 'mesh.yaml': warned });
}

const optionsOf = (sandbox: Sandbox, clusters: string[] = []) => ({
  config: sandbox.path('mesh.yaml'),
  outdir: sandbox.path('dist'),
  clusters,
});

describe('README.md at the top of the output folder', () => {
  it('is the same from synth, from loadMesh and synthMesh, and for check', () => {
    using sandbox = project();
    synth(optionsOf(sandbox));
    const page = sandbox.read('dist/README.md');
    expect(page).toContain('## Warnings');
    synthMesh(loadMesh(sandbox.path('mesh.yaml')), { outdir: sandbox.path('other') });
    expect(sandbox.read('other/README.md')).toBe(page);
    expect(check(optionsOf(sandbox)).upToDate).toBe(true);
  });

  it('does not depend on the folder of the project', () => {
    using one = project();
    using other = project();
    for (const sandbox of [one, other]) synth(optionsOf(sandbox));
    expect(one.texts('dist')).toEqual(other.texts('dist'));
  });

  it('is stale for check when somebody has changed it', () => {
    using sandbox = project();
    synth(optionsOf(sandbox));
    sandbox.write('dist/README.md', `${sandbox.read('dist/README.md')}more\n`);
    expect(check(optionsOf(sandbox))).toMatchObject({ upToDate: false, report: { changed: ['README.md'] } });
  });

  it.each(['# Our clusters\n', ' \n<!-- Made by cdk8s-istio-remote: change mesh.yaml instead. -->\n'])(
    'is refused, with nothing written, where a person has put %j',
    (theirs) => {
      using sandbox = project();
      sandbox.write('dist/README.md', theirs);
      const message =
        /dist\/README\.md: this tool writes a file of that name, but did not create the existing one\. Move or remove it and run again\.$/;
      expect(() => synth(optionsOf(sandbox))).toThrow(message);
      expect(() => check(optionsOf(sandbox))).toThrow(message);
      expect(sandbox.texts('dist')).toEqual({ 'README.md': theirs });
    },
  );

  it('takes the place of an empty file', () => {
    using sandbox = project();
    sandbox.write('dist/README.md', '');
    expect(synth(optionsOf(sandbox)).report.changed).toEqual(['README.md']);
  });

  it('does not change with --cluster, also if the user wrote it', () => {
    using sandbox = project();
    sandbox.write('dist/README.md', '# Our clusters\n');
    expect(synth(optionsOf(sandbox, ['r0'])).report.added).toEqual(['r0/istio-remote.k8s.yaml']);
    expect(sandbox.read('dist/README.md')).toBe('# Our clusters\n');
    expect(check(optionsOf(sandbox, ['r0'])).upToDate).toBe(true);
  });

  it('is not among the manifests that --stdout prints', () => {
    using sandbox = project();
    const printed = [...synthToText(sandbox.path('mesh.yaml'), [])].join('');
    expect(printed).toMatch(/^---\n/);
    expect(printed).not.toContain('mermaid');
  });
});

describe('pages with the clusters of a large mesh', () => {
  it('go when the mesh becomes small; those of a person stay', () => {
    using sandbox = project(201);
    sandbox.write('dist/clusters-7.md', 'ours\n');
    expect(synth(optionsOf(sandbox)).report.added).toContain('clusters-1.md');
    sandbox.write('mesh.yaml', meshText(200));
    expect(synth(optionsOf(sandbox)).report.removed).toEqual(['clusters-1.md', 'r200/istio-remote.k8s.yaml']);
    expect(sandbox.read('dist/clusters-7.md')).toBe('ours\n');
  });
});

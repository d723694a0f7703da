import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { injectDocument } from '../../src/inject/inject-document';
import { WORKLOAD_KINDS } from '../../src/inject/workload-kinds';
import { documentPieces } from '../../src/kubernetes/text/documents';
import { isOwnFile } from '../../src/output/own-files';
import { readText } from '../golden/manifests';

const FOLDER = 'examples/injected-workloads';
const committed = readText(`${FOLDER}/dist/factory/workloads.k8s.yaml`);

describe('the example injected-workloads', () => {
  it('shows in its README what grep finds', () => {
    const found = committed.split('\n').filter((line) => line.includes('name: istio-'));
    expect(readText(`${FOLDER}/README.md`)).toContain(`workloads.k8s.yaml\n${found.join('\n')}\n\`\`\``);
  });

  it('has its workloads in dist/ with one sidecar, which can be taken out again', () => {
    const objects = parseAllDocuments(committed).map((document) => document.toJS());
    expect(objects.map(({ kind }) => kind)).toEqual(['ServiceAccount', 'Deployment', 'Service', 'DaemonSet']);
    expect(committed.match(/name: istio-proxy$/gm)).toHaveLength(1);
    const documents = [...documentPieces([committed])].map(
      ({ text }) => injectDocument(text, 'revert', WORKLOAD_KINDS).text,
    );
    expect(documents.join('').replace(/^---.*\n/, '')).toBe(readText(`${FOLDER}/workloads/shop.yaml`));
  });

  it('has a file that synth knows as its own', () => {
    expect(isOwnFile('factory/workloads.k8s.yaml', committed)).toBe(true);
    expect(isOwnFile('factory/workloads-12.k8s.yaml', committed)).toBe(true);
    expect(isOwnFile('factory/workloads.k8s.yaml', committed.replace(/^--- #.*/, '---'))).toBe(false);
    expect(isOwnFile('factory/other.k8s.yaml', committed)).toBe(false);
  });
});

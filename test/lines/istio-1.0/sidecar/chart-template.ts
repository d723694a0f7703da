import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { RELEASES_1_0, type Release10 } from '../../../../src/lines/istio-1.0/facts/releases';
import type { SidecarOptions } from '../../../../src/lines/istio-1.0/sidecar/sidecar';
import { chartFolder, HELM } from '../../../reference';

/** The releases whose chart is available. */
export const CHART_RELEASES: readonly Release10[] = RELEASES_1_0.filter(
  (release) => chartOf(release) !== undefined,
);

function chartOf(release: Release10): string | undefined {
  return chartFolder(release, 'install/kubernetes/helm/istio-remote');
}

const rendered = new Map<string, Promise<string>>();

/** Returns the Go template in the chart's ConfigMap for the same options. */
export function chartTemplate(options: SidecarOptions): Promise<string> {
  const key = JSON.stringify(options);
  const known = rendered.get(key) ?? render(options);
  rendered.set(key, known);
  return known;
}

async function render(options: SidecarOptions): Promise<string> {
  const template = 'templates/sidecar-injector-configmap.yaml';
  const run = promisify(execFile)(HELM ?? 'helm', [
    ...['template', 'istio-remote', chartOf(options.istio) ?? '', '--namespace', 'istio-system'],
    ...['--show-only', template, '--values', '-'],
  ]);
  run.child.stdin?.end(JSON.stringify(chartValues(options)));
  const { stdout } = await run;
  const config: string = parse(stdout).data.config;
  return parse(config).template;
}

function chartValues({ images, proxy, zipkin }: SidecarOptions): unknown {
  return {
    global: {
      hub: images.hub,
      tag: images.tag,
      imagePullPolicy: images.pullPolicy,
      proxy_init: { image: proxy.initImage },
      remotePilotAddress: '10.8.0.11',
      ...(zipkin ? { remoteZipkinAddress: '10.8.0.14' } : {}),
      proxy: {
        image: proxy.image,
        proxyDomain: proxy.domain,
        concurrency: proxy.concurrency,
        accessLogFile: proxy.accessLogFile,
        resources: proxy.resources ?? null,
        enableCoreDump: proxy.coreDump,
        privileged: proxy.privileged,
        autoInject: proxy.injection,
        includeIPRanges: proxy.includeIpRanges,
        excludeIPRanges: proxy.excludeIpRanges,
        includeInboundPorts: proxy.includeInboundPorts ?? '*',
        excludeInboundPorts: proxy.excludeInboundPorts,
        envoyStatsd: proxy.statsd,
      },
    },
  };
}

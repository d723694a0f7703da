import type { Injector } from '../../../inject/injector';
import { textOfFile } from '../../../inject/input-files';
import { isMap } from '../../../is-map';
import { readManifest } from '../../../kubernetes/text/read-yaml';
import { codeOf, UserError } from '../../../problem';
import { NAMES } from '../facts/names';
import { readSidecar } from './read-sidecar';
import { CONFIG_DEFAULTS } from './seen-config';
import type { TemplateEngine } from './template-engine/engine';
import { templateVersion } from './template-version';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Injects with configuration that was made elsewhere.
 * @param injectFile the ConfigMap istio-sidecar-injector, or the value of its key `config`
 * @param meshFile the ConfigMap istio, or the value of its key `mesh`
 * @throws UserError
 */
export function liveInjector(injectFile: string, meshFile: string, engine: TemplateEngine): Injector {
  const { policy, template } = content(injectFile, NAMES.injectionConfigKey);
  if (typeof template !== 'string')
    throw wrong(
      injectFile,
      'expected an injection template under the key `template`',
      'ConfigMap istio-sidecar-injector',
    );
  const meshConfig = completed(content(meshFile, NAMES.meshConfigKey));
  return {
    version: templateVersion(template),
    // Whatever is neither counts as disabled for the injector, which only complains in its log.
    policy: policy === 'enabled' ? 'enabled' : 'disabled',
    sidecar({ metadata, spec }) {
      const data = JSON.stringify({ ObjectMeta: metadata, Spec: spec, MeshConfig: meshConfig });
      const answer = engine.evaluate(template, data);
      if ('error' in answer) throw new UserError(`the injection template fails: ${answer.error}`);
      return readSidecar(answer.text);
    },
  };
}

/** The mesh config with what the injector takes for fields that it leaves out. Source: 1.0.9, model/context.go. */
function completed(config: Fields): Fields {
  const { proxyListenPort, proxy, durations } = CONFIG_DEFAULTS;
  const defaults = { ...proxy, ...durations, ServiceCluster: 'istio-proxy' };
  const own = inCamelCase(config);
  const { defaultConfig } = own;
  return {
    ProxyListenPort: proxyListenPort,
    ConnectTimeout: '1s',
    IngressClass: 'istio',
    IngressControllerMode: 'STRICT',
    AuthPolicy: 'NONE',
    RdsRefreshDelay: '1s',
    EnableTracing: true,
    AccessLogFile: '/dev/stdout',
    SdsRefreshDelay: '15s',
    ...inGoCase(own),
    DefaultConfig: { ...defaults, ...inGoCase(isMap(defaultConfig) ? inCamelCase(defaultConfig) : {}) },
  };
}

/** The parser of the mesh config takes `default_config` as well as `defaultConfig`. */
function inCamelCase(fields: Fields): Fields {
  return mapKeys(fields, (key) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

function inGoCase(fields: Fields): Fields {
  return mapKeys(fields, (key) => key.charAt(0).toUpperCase() + key.slice(1));
}

function mapKeys(fields: Fields, rename: (key: string) => string): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [rename(key), value]));
}

/** What a file holds: itself, or the text under a key of the ConfigMap that it is. */
function content(file: string, key: string): Fields {
  const whole = parsed(textOf(file), file);
  const map =
    whole.kind === 'List' && Array.isArray(whole.items)
      ? whole.items.find((item) => hasKey(item, key))
      : whole;
  if (whole.kind === undefined) return whole;
  if (!hasKey(map, key))
    throw wrong(file, `expected a ConfigMap with the key \`${key}\``, 'ConfigMap, or its bare content');
  return parsed(map.data[key] ?? '', file);
}

function hasKey(value: unknown, key: string): value is { readonly data: Readonly<Record<string, string>> } {
  return isMap(value) && isMap(value.data) && typeof value.data[key] === 'string';
}

function parsed(text: string, file: string): Fields {
  const { value, problems, unread } = readManifest(text);
  if (isMap(value) && unread.length === 0) return value;
  throw wrong(file, problems[0]?.message ?? 'expected a map', 'ConfigMap, or its bare content');
}

function textOf(file: string): string {
  try {
    return [...textOfFile(file, file)].join('');
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw wrong(file, code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`, 'file');
  }
}

function wrong(file: string, message: string, want: string): UserError {
  return new UserError([{ severity: 'error', path: [], file, message, fix: `Name the ${want}` }]);
}

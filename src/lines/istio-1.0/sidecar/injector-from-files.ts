import type { Injector, Plain, Sidecar } from '../../../inject/injector';
import { textOfFile } from '../../../inject/input-files';
import { isMap } from '../../../is-map';
import { readManifest } from '../../../kubernetes/text/read-yaml';
import { codeOf, UserError, withExcerpts } from '../../../problem';
import { NAMES } from '../facts/names';
import { CONFIG_DEFAULTS } from './evaluate';
import { templateVersion } from './go-template';
import { type Shape, SIDECAR_SHAPE } from './sidecar-shape';
import type { TemplateEngine } from './template-engine/engine';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Returns an injector for a template and a mesh config in files.
 * @param injectFile the ConfigMap istio-sidecar-injector, or the value of its key `config`
 * @param meshFile the ConfigMap istio, or the value of its key `mesh`
 * @throws UserError
 */
export function injectorFromFiles(injectFile: string, meshFile: string, engine: TemplateEngine): Injector {
  const { policy, template } = content(injectFile, NAMES.injectionConfigKey);
  if (typeof template !== 'string')
    throw badFile(
      injectFile,
      'expected an injection template under the key `template`',
      'ConfigMap istio-sidecar-injector',
    );
  const meshConfig = completed(content(meshFile, NAMES.meshConfigKey));
  return {
    version: templateVersion(template),
    // Any other policy counts as disabled; the injector only logs it.
    policy: policy === 'enabled' ? 'enabled' : 'disabled',
    sidecar({ metadata, spec }) {
      const data = JSON.stringify({ ObjectMeta: metadata, Spec: spec, MeshConfig: meshConfig });
      const answer = engine.evaluate(template, data);
      if ('error' in answer)
        throw new UserError(`the injection template fails: ${withExcerpts(answer.error)}`);
      return readSidecar(answer.text);
    },
  };
}

/** Adds the injector's defaults to a mesh config. Source: 1.0.9, model/context.go. */
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

/** The parser of the mesh config accepts both `default_config` and `defaultConfig`. */
function inCamelCase(fields: Fields): Fields {
  return mapKeys(fields, (key) => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

function inGoCase(fields: Fields): Fields {
  return mapKeys(fields, (key) => key.charAt(0).toUpperCase() + key.slice(1));
}

function mapKeys(fields: Fields, rename: (key: string) => string): Fields {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [rename(key), value]));
}

/** Returns the content of a file; for a ConfigMap, the text under its key. */
function content(file: string, key: string): Fields {
  const whole = parsed(textOf(file), file);
  const map =
    whole.kind === 'List' && Array.isArray(whole.items)
      ? whole.items.find((item) => hasKey(item, key))
      : whole;
  if (whole.kind === undefined) return whole;
  if (!hasKey(map, key))
    throw badFile(file, `expected a ConfigMap with the key \`${key}\``, 'ConfigMap, or its bare content');
  return parsed(map.data[key] ?? '', file);
}

function hasKey(value: unknown, key: string): value is { readonly data: Readonly<Record<string, string>> } {
  return isMap(value) && isMap(value.data) && typeof value.data[key] === 'string';
}

function parsed(text: string, file: string): Fields {
  const { value, problems, unread } = readManifest(text);
  if (isMap(value) && unread.length === 0) return value;
  throw badFile(file, problems[0]?.message ?? 'expected a map', 'ConfigMap, or its bare content');
}

function textOf(file: string): string {
  try {
    return [...textOfFile(file, file)].join('');
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw badFile(file, code === 'ENOENT' ? 'there is no such file' : `cannot be read (${code})`, 'file');
  }
}

function badFile(file: string, message: string, want: string): UserError {
  return new UserError([{ severity: 'error', path: [], file, message, fix: `Name the ${want}` }]);
}

/**
 * Reads the result of an injection template into Kubernetes types, as the injector does: a number in a text field
 * becomes text, and unknown fields disappear.
 * @throws UserError
 */
export function readSidecar(text: string): Sidecar {
  const { value, problems, unread } = readManifest(text);
  if (unread.length > 0)
    throw new UserError(`the injection template gives no valid YAML for this pod: ${problems[0]?.message}`);
  return (read(value, { fields: SIDECAR_SHAPE }, '') ?? {}) as Sidecar;
}

function read(value: unknown, shape: Shape, path: string): Plain | undefined {
  const isScalar = typeof value !== 'object' || value === null;
  if (shape === 'text') return isScalar ? String(value ?? '') : mistyped(path, 'a text');
  if (value === undefined || value === null) return undefined;
  if (typeof shape === 'string') {
    if (!isScalar) return mistyped(path, `a ${shape}`);
    if (shape === 'any' || typeof value === (shape === 'number' ? 'number' : 'boolean'))
      return value as Plain;
    return mistyped(path, shape === 'number' ? 'a number' : 'true or false');
  }
  if ('list' in shape) {
    if (!Array.isArray(value)) return mistyped(path, 'a list');
    return value.map((item, index) => read(item, shape.list, `${path}[${index}]`) ?? {});
  }
  if (!isMap(value)) return mistyped(path, 'a map');
  const entries = Object.entries(value).flatMap(([key, inner]) => {
    const type =
      'map' in shape ? shape.map : Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined;
    const typed = type === undefined ? undefined : read(inner, type, path === '' ? key : `${path}.${key}`);
    return typed === undefined ? [] : [[key, typed] as const];
  });
  return Object.fromEntries(entries);
}

function mistyped(path: string, expected: string): never {
  throw new UserError(
    `the injection template gives ${path} that Kubernetes cannot read: expected ${expected}`,
  );
}

import { Choice, type PodCondition, PodText, type Template } from './template';

/**
 * Prints a sidecar template as the Go text/template that the sidecar injector of Istio 1.0 evaluates: delimiters `[[
 * ]]`, data and functions of 1.0.9, pilot/pkg/kube/inject/inject.go (SidecarTemplateData, funcMap).
 *
 * Every text is quoted, including texts known only at injection: the injector reads the result as YAML, and a label
 * such as `010` or an annotation with a colon must stay text. It uses only what Go 1.10 supports.
 */
export function goTemplate(template: Template): string {
  return entries(template, '').join('\n');
}

type Map = { readonly [key: string]: Template | undefined };

function entries(template: Template, indent: string): string[] {
  if (Array.isArray(template)) return template.flatMap((item) => listItem(item, indent));
  return Object.entries(template as Map).flatMap(([key, value]) =>
    value === undefined ? [] : field(key, value, indent),
  );
}

function field(key: string, value: Template, indent: string): string[] {
  if (value instanceof Choice) {
    return [`${indent}${key}:`, ...fieldChoice(value, indent)];
  }
  if (isScalar(value) || isEmpty(value)) return [`${indent}${key}: ${scalar(value)}`];
  return [`${indent}${key}:`, ...entries(value, Array.isArray(value) ? indent : `${indent}  `)];
}

function fieldChoice(value: Choice, indent: string): string[] {
  return choice(value, indent, (side) => {
    if (side instanceof Choice) return fieldChoice(side, indent);
    return isScalar(side) || isEmpty(side) ? [`${indent}  ${scalar(side)}`] : entries(side, `${indent}  `);
  });
}

function listItem(item: Template, indent: string): string[] {
  if (item instanceof Choice) {
    return choice(item, indent, (side) =>
      Array.isArray(side) ? entries(side, indent) : listItem(side, indent),
    );
  }
  if (isScalar(item) || isEmpty(item)) return [`${indent}- ${scalar(item)}`];
  const [first = '', ...rest] = entries(item, `${indent}  `);
  return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
}

function choice(
  { condition, then, otherwise }: Choice,
  indent: string,
  branch: (side: Template) => string[],
): string[] {
  const alternative =
    Array.isArray(otherwise) && otherwise.length === 0 ? [] : [`${indent}[[- else ]]`, ...branch(otherwise)];
  return [
    `${indent}[[- if ${question(condition)} ]]`,
    ...branch(then),
    ...alternative,
    `${indent}[[- end ]]`,
  ];
}

function question(condition: PodCondition): string {
  if ('annotationSet' in condition) return `isset .ObjectMeta.Annotations ${quote(condition.annotationSet)}`;
  if ('labelNotEmpty' in condition)
    return `ne "" (index .ObjectMeta.Labels ${quote(condition.labelNotEmpty)})`;
  if ('concurrencySet' in condition) return 'gt .ProxyConfig.Concurrency 0';
  return `eq (or (index .ObjectMeta.Annotations "sidecar.istio.io/interceptionMode") .ProxyConfig.InterceptionMode.String) ${quote(condition.interceptionMode)}`;
}

function scalar(value: Template): string {
  if (value instanceof PodText) return podText(value);
  if (typeof value === 'string') return quote(value).replaceAll('[[', '[["[["]]');
  if (isEmpty(value)) return Array.isArray(value) ? '[]' : '{}';
  return String(value);
}

function podText({ source }: PodText): string {
  switch (source.from) {
    case 'annotation':
      return `[[ printf "%q" (index .ObjectMeta.Annotations ${quote(source.name)}) ]]`;
    case 'annotationOr':
      return `[[ printf "%q" (print (or (index .ObjectMeta.Annotations ${quote(source.name)}) ${configField(source.field)})) ]]`;
    case 'label':
      return `[[ printf "%q" (index .ObjectMeta.Labels ${quote(source.name)}) ]]`;
    case 'proxyConfig':
      return `[[ printf "%q" (print ${configField(source.field)}) ]]`;
    case 'duration':
      return `[[ printf "%q" (formatDuration .ProxyConfig.${source.field}) ]]`;
    case 'proxyListenPort':
      return '"[[ .MeshConfig.ProxyListenPort ]]"';
    case 'containerPorts':
      // Deliberately not quoted: YAML drops the last space, and no port at all reads as empty. The injector was built
      // with Go 1.10, whose templates cannot assign to a variable, so the space cannot be avoided.
      return '[[ range .Spec.Containers ]][[ range .Ports ]][[ .ContainerPort ]], [[ end ]][[ end ]]';
    case 'serviceAccount':
      return `[[ printf "%q" (printf "${source.prefix}%s" (or .Spec.ServiceAccountName "default")) ]]`;
  }
}

function configField(field: string): string {
  // In a template, the enum's zero value counts as empty, but its name does not.
  return field === 'InterceptionMode' ? '.ProxyConfig.InterceptionMode.String' : `.ProxyConfig.${field}`;
}

/** Prints a double-quoted text that means the same in YAML and in a Go template. */
function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\u{10ffff}]/gu, (char) => {
    const hex = (char.codePointAt(0) ?? 0).toString(16);
    return hex.length > 4 ? `\\U${hex.padStart(8, '0')}` : `\\u${hex.padStart(4, '0')}`;
  });
}

function isScalar(value: Template): boolean {
  return typeof value !== 'object' || value instanceof PodText;
}

function isEmpty(value: Template): boolean {
  return (
    typeof value === 'object' &&
    !(value instanceof PodText) &&
    !(value instanceof Choice) &&
    Object.values(value).every((inner) => inner === undefined)
  );
}

/**
 * Returns the hash that an injector uses to identify a template. Source: 1.0.9, inject.go
 * (sidecarTemplateVersionHash).
 */
export function templateVersion(template: string): string {
  // Not imported, because a synth without injection would load it too.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(template).digest('hex');
}

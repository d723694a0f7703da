const DNS_LABEL = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?)?$/;

/**
 * Whether a text is a DNS-1123 label, the form of namespace and cluster names. Source: RFC 1123 and apimachinery's
 * validation.
 */
export function isDnsLabel(text: string): boolean {
  return DNS_LABEL.test(text);
}

/**
 * Whether a text is a DNS-1123 subdomain, the form of Secret names: at most 253 characters. A part may be longer than
 * a label. Source: apimachinery, pkg/util/validation (IsDNS1123Subdomain).
 */
export function isDnsSubdomain(text: string): boolean {
  return (
    text.length <= 253 && text.split('.').every((part) => /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/.test(part))
  );
}

/** Whether a text is a DNS host name, with labels of at most 63 characters. Source: RFC 1035. */
export function isHostName(text: string): boolean {
  return text.length <= 253 && text.split('.').every(isDnsLabel);
}

/**
 * Whether a text is a DNS-1035 label, the form of Service names. Source: apimachinery, pkg/util/validation
 * (IsDNS1035Label).
 */
export function isServiceName(text: string): boolean {
  return isDnsLabel(text) && /^[a-z]/.test(text);
}

/** Whether a text is a valid value of a label. */
export function isLabelValue(text: string): boolean {
  return LABEL_VALUE.test(text);
}

/** Whether a text is a valid key of a label or resource: a name after an optional `domain/`. */
export function isQualifiedName(text: string): boolean {
  const [name, domain, ...rest] = text.split('/').reverse();
  if (rest.length > 0 || name === undefined || name === '' || !isLabelValue(name)) return false;
  return domain === undefined || isDnsSubdomain(domain);
}

/**
 * Whether a text is a valid key of an annotation: like a label's, in any case. Source: apimachinery,
 * pkg/api/validation (ValidateAnnotations).
 */
export function isAnnotationName(text: string): boolean {
  return isQualifiedName(text.toLowerCase());
}

/** Whether a text is a uid as API servers create them. */
export function isUid(value: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/.test(value);
}

import type { HelmValue } from '../../../migrate/helm-values/helm-value';
import type { Reading, ValueKind } from '../../../migrate/mesh-option';

/** How the templates of current Istio read an existing value. */
function given(read: (value: HelmValue) => Reading): ValueKind {
  return (value) => (value === undefined ? { value: undefined } : read(value));
}

export const text = given((value) =>
  typeof value === 'string' || typeof value === 'number'
    ? { value: value === '' ? undefined : String(value) }
    : { expected: 'text' },
);

export const flag = given((value) =>
  typeof value === 'boolean' ? { value } : { expected: 'true or false', fix: 'Write it without quotes' },
);

/** A flag whose option has the opposite meaning. */
export const oppositeFlag = given((value) =>
  typeof value === 'boolean'
    ? { value: !value }
    : { expected: 'true or false', fix: 'Write it without quotes' },
);

export const names = given((value) =>
  Array.isArray(value) && value.every((name) => typeof name === 'string')
    ? { value: value.length === 0 ? undefined : value }
    : { expected: 'a list of names' },
);

/** Whether a text is set. */
export const isSet = given((value) =>
  typeof value === 'string' ? { value: value !== '' } : { expected: 'text' },
);

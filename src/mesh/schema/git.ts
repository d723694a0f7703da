import { text } from './fields';

/** Argo CD reads other characters as patterns and placeholders. */
const PLAIN = /^[^\s\p{Cc}*?[\]{}!\\<>"'`$]+$/u;

/** What git refuses in a branch or tag name. Source: git check-ref-format. */
const NO_REF = /[\s\p{Cc}~^:?*[\\]|\.\.|@\{|^@$|^-|^\/|\/$|\/\/|(?:^|\/)\.|\.$|\.lock(?:\/|$)/u;

/** A branch, tag or commit. It must not contain `{{`, which begins a placeholder of an ApplicationSet. */
export const gitRevision = text(
  'a branch, tag or commit',
  (value) => value !== '' && !NO_REF.test(value) && !value.includes('{{'),
);

/** A folder of a repository. */
export const folderInRepository = text(
  'a folder in the repository, such as dist or platform/mesh/dist',
  (value) =>
    value === '.' ||
    (PLAIN.test(value) && value.split('/').every((step) => step !== '' && step !== '.' && step !== '..')),
  (value) => {
    const plain = value.replace(/^(?:\.?\/)+|\/+$/g, '');
    return plain !== value && plain !== '' && !plain.split('/').includes('..') && PLAIN.test(plain)
      ? `Write ${plain}`
      : undefined;
  },
);

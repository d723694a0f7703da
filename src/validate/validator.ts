// Imported only where manifests are validated: `./validate-files` is a file of its own in the package.
export { validationFor, validationOf } from './validate-files';

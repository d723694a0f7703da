// What build/docs.mjs makes the tables of options from.
export { reader as istio10 } from '../src/lines/istio-1.0/reader';
export { reader as current } from '../src/lines/istio-current/reader';
export { notesOn } from '../src/mesh/schema/fields';

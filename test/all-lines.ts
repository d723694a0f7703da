// Most tests read meshes synchronously, as programs do.
import { loadLines } from '../src/lines/registry';

await loadLines();

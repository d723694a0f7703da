// Most tests read meshes without waiting, as programs do.
import { loadLines } from '../src/lines/registry';

await loadLines();

import { optional } from '../../mesh/schema/fields';
import type { AddOn, FilesOfCluster } from '../add-on';
import { ServiceCopies } from './copies';
import { serviceFiles } from './files';
import { loadServices } from './load-services';
import * as rules from './rules';
import { sharedServices } from './schema';
import type { MeshWithSharedServices } from './shared-services';

/** Copies of Services, so that their names resolve in other clusters. */
export const sharedServicesAddOn = {
  fields: {
    sharedServices: optional(sharedServices, {
      description: 'Services of one cluster whose names resolve in the others.',
      helm: 'copying Service objects by hand',
      default: '[]',
    }),
  },
  rules: Object.values(rules),
  load: loadServices,
  files(mesh: MeshWithSharedServices): FilesOfCluster {
    const copies = new ServiceCopies(mesh.sharedServices);
    return ({ name, namespaces }) => serviceFiles(copies, name, namespaces);
  },
} as const satisfies AddOn<MeshWithSharedServices>;

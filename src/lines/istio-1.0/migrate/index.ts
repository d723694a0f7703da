export type { ValuesSource } from '../../../migrate/helm-values/read-values';
export { type MigrateOptions, type Migration, migrateValues } from './migrate-values';

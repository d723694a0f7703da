export type { ValuesSource } from './helm-values/read-values';
export { type MigrateOptions, type Migration, migrateValues } from './migrate-values';

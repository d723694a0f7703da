export { type MovedMesh, moveMesh } from './from-1.0/move-mesh';
export { type MigrateCurrentOptions, type MigrationCurrent, migrateValuesCurrent } from './migrate-values';

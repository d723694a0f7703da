export function writeDeclarations(folder: string): string[];
export function filesReached(declaration: string): string[];

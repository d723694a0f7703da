export function writeDeclarations(folder: string): void;
export function indexOf(folder: string): string;
export function filesReached(declaration: string): string[];

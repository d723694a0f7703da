export const TEMPLATE_ENGINE: string;
export const SUMS: string;
export function sourcesOf(folder: string): string[];
export function sumsOf(folder: string): string;
export function checkTemplateEngine(folder?: string): void;
export function copyTemplateEngine(target: string): void;

/** By this an injector knows a template. Source: 1.0.9, inject.go (sidecarTemplateVersionHash). */
export function templateVersion(template: string): string {
  // Not imported: a synth that injects nothing would load it, too.
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(template).digest('hex');
}

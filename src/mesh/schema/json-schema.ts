import { schema } from '../../istio-1.0/line';
import { notesOn, zod } from './leaf';

/** The JSON Schema of mesh.yaml, for editors; made from the schema that validates it. */
export function meshJsonSchema(): object {
  const json = zod().toJSONSchema(schema.schema(), {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      const notes = notesOn(zodSchema);
      if (notes === undefined) return;
      const replaced = notes.helm === undefined ? '' : ` Replaces ${notes.helm}.`;
      jsonSchema.description = `${notes.description}${replaced}${notes.default === undefined ? '' : ` Default: ${notes.default}.`}`;
    },
  });
  return { title: 'An Istio mesh for cdk8s-istio-remote', ...json };
}

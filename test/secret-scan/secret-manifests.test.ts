import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { block, indent, LINE, quoted, type Row } from './planted';

const secret = (rest: string, kind = 'Secret'): string =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: a\n${rest}`;
const secrets: Row[] = [
  ['data', secret('type: Opaque\ndata:\n  a: Yg==\n'), 'Secret with data', 7],
  ['stringData', secret('stringData:\n  a: b\n'), 'Secret with data', 6],
  ['data before kind', 'data:\n  a: Yg==\nkind: Secret\n', 'Secret with data', 2],
  ['a block scalar', secret('stringData:\n  a: |\n    hello\n'), 'Secret with data', 6],
  ['a flow mapping', secret('data: {a: Yg==}\n'), 'Secret with data', 5],
  ['a comment at the end', secret('data:\n  a: Yg==\n', 'Secret # mine'), 'Secret with data', 6],
  ['the second document', `kind: ConfigMap\n---\n${secret('data:\n  a: Yg==\n')}`, 'Secret with data', 8],
  ['CRLF', secret('data:\n  a: Yg==\n').replaceAll('\n', '\r\n'), 'Secret with data', 6],
  ['a List around it', 'kind: List\nitems:\n- kind: Secret\n  data:\n    a: Yg==\n', 'Secret with data', 5],
  ['a block scalar around it', block(secret('data:\n  a: Yg==\n')), 'Secret with data', LINE + 6],
  ['comment marks', `# ${indent(secret('data:\n  a: Yg==\n'), '# ')}`, 'Secret with data', 6],
  ['JSON', '{"kind":"Secret","data":{"a":"Yg=="}}', 'Secret with data', 1],
  ['indented JSON', JSON.stringify({ data: { a: 'Yg==' }, kind: 'Secret' }, null, 2), 'Secret with data', 3],
  ['a quoted string', quoted(secret('data:\n  a: Yg==\n')), 'Secret with data', LINE],
  ['the last-applied annotation', `a: |\n  {"data":{"a":"Yg=="},"kind":"Secret"}\n`, 'Secret with data', 2],
];

describe('finds a Secret manifest with values:', () => {
  it.each(secrets)('%s', (_name, text, what, line) => {
    expect(findCredentials(text)).toContainEqual(expect.objectContaining({ what, line }));
  });
});

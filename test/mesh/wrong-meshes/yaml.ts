import { keysOf, LABEL, mesh, type WrongMesh, withDefaults, withIstio, withLine } from './wrong-mesh';

export const yaml: readonly WrongMesh[] = [
  {
    name: 'an empty text',
    yaml: '',
    problems: [
      '1:1: the file is empty. Run `istio-remote init` in an empty folder to see what belongs in it',
    ],
  },
  {
    name: 'only comments',
    yaml: '# istio: 1.0.9\n',
    problems: [
      '1:1: the file is empty. Run `istio-remote init` in an empty folder to see what belongs in it',
    ],
  },
  {
    name: 'only a document marker',
    yaml: '---\n',
    problems: ['1:1: expected a map with keys such as istio, primary, security, got null'],
  },
  {
    name: 'two documents',
    yaml: `${mesh()}---\n${mesh()}`,
    problems: ['1:1: expected one YAML document, got 2. Describe one mesh per file'],
  },
  {
    name: 'keys that stand twice, at every level',
    yaml: `${mesh({
      primary: 'primary:\n  name: hq\n  name: hq2\n  addresses: { pilot: 10.8.0.11, pilot: 10.8.0.12 }',
    })}istio: 1.0.8\nistio: 1.0.7\n`,
    problems: [
      '4:3 primary.name: this key is repeated. Keep one of the two',
      '5:34 primary.addresses.pilot: this key is repeated. Keep one of the two',
      '8:1 istio: this key is repeated. Keep one of the two',
      '9:1 istio: this key is repeated. Keep one of the two',
    ],
  },
  {
    name: 'a wrong value below a key that stands twice, at the one that counts',
    yaml: `${mesh()}primary:\n  name: HQ\n  addresses: { pilot: 10.8.0.11 }\n`,
    problems: [
      '7:1 primary: this key is repeated. Keep one of the two',
      `8:9 primary.name: ${LABEL}, got "HQ". Write hq`,
    ],
  },
  {
    name: 'tags',
    yaml: withDefaults(
      '{ citadel: { replicas: !!int "3" }, kubernetes: !v "1.20", proxy: !!map {}, tracing: !!str {} }',
    ),
    problems: [
      '5:34 defaults.citadel.replicas: YAML tags are not read, got "!!int". Remove the tag',
      '5:59 defaults.kubernetes: YAML tags are not read, got "!v". Remove the tag',
      '5:77 defaults.proxy: YAML tags are not read, got "!!map". Remove the tag',
      '5:96 defaults.tracing: YAML tags are not read, got "!!str". Remove the tag',
    ],
  },
  {
    name: 'an alias without an anchor',
    yaml: withDefaults('*nope').replace('name: eu', 'name: *nope'),
    problems: [
      '5:11 defaults: no anchor "&nope" above this alias. Write the values out, or use `defaults:` for what remotes share',
      '7:11 remotes[0].name: no anchor "&nope" above this alias. Write the values out, or use `defaults:` for what remotes share',
    ],
  },
  {
    name: 'an alias within its own anchor',
    yaml: withDefaults('&a { proxy: *a }'),
    problems: [
      '5:23 defaults.proxy: the alias "*a" is inside what it repeats. Write the values out, or use `defaults:` for what remotes share',
    ],
  },
  {
    name: 'anchors that explode',
    yaml: mesh({
      defaults: ['a', 'b', 'c', 'd', 'e', 'f']
        .map(
          (n, i, all) =>
            `${n}: &${n} [${Array(9)
              .fill(i === 0 ? '1' : `*${all[i - 1]}`)
              .join(', ')}]`,
        )
        .join('\n'),
    }).replace('name: eu', 'name: eu\n    podCidrs: *f'),
    problems: [
      `5:1 a: unknown key. Known keys: ${keysOf()}`,
      `6:1 b: unknown key. Known keys: ${keysOf()}`,
      `7:1 c: unknown key. Known keys: ${keysOf()}`,
      `8:1 d: unknown key. Known keys: ${keysOf()}`,
      '9:12 e[1]: aliases repeat more than 20000 values. Use `defaults:` for what remotes share',
    ],
  },
  {
    name: 'a tab as indentation',
    yaml: 'istio: 1.0.9\nprimary:\n\tname: hq\n',
    problems: ['3:1: not valid YAML: tab characters must not be used in indentation. Indent with spaces'],
  },
  {
    name: 'a tab within indentation',
    yaml: 'istio: 1.0.9\nprimary:\n  name: hq\n \taddresses: 3\n',
    problems: ['4:3: not valid YAML: bad indentation of a mapping entry. Indent with spaces'],
  },
  {
    name: 'a bracket that is never closed',
    yaml: 'remotes: [eu\nistio: 1.0.9\n',
    problems: ['2:1: not valid YAML: a quote, [ or { is never closed. Close it'],
  },
  {
    name: 'a quote that is never closed',
    yaml: 'istio: "1.0.9\n',
    problems: ['2:1: not valid YAML: a quote, [ or { is never closed. Close it'],
  },
  {
    name: 'two colons in one line',
    yaml: 'istio: release: 1.0.9\n',
    problems: [
      '1:15: not valid YAML: bad indentation of a mapping entry. Put quotes around a value with a colon in it',
    ],
  },
  {
    name: 'a key that is not aligned',
    yaml: 'istio: 1.0.9\nprimary:\n  name: hq\n namespace: a\n',
    problems: [
      '4:2: not valid YAML: bad indentation of a mapping entry. Align it with the lines that it belongs to',
    ],
  },
  {
    name: 'an item that is not aligned',
    yaml: 'remotes:\n  - name: a\n - name: b\n',
    problems: [
      '3:2: not valid YAML: bad indentation of a mapping entry. Align it with the lines that it belongs to',
    ],
  },
  {
    name: 'a special character at the start',
    yaml: '@istio: 1.0.9\n',
    problems: [
      '1:1: not valid YAML: expected a key or a list item. Write `key: value`, with quotes around text that begins with a special character',
    ],
  },
  {
    name: 'an unknown escape',
    yaml: 'istio: "1\\d"\n',
    problems: [
      '1:11: not valid YAML: unknown escape sequence. Use single quotes: a backslash has no special meaning there',
    ],
  },
  {
    name: 'a missing comma',
    yaml: 'primary: { name: hq addresses: {} }\n',
    problems: ['1:30: not valid YAML: a comma is missing or doubled. Put one comma between two values'],
  },
  {
    name: 'lists within lists within lists',
    yaml: `a: ${'['.repeat(60)}${']'.repeat(60)}\n`,
    problems: ['1:43: not valid YAML: maps and lists are nested 40 deep. Is this the right file?'],
  },
  {
    name: 'deep maps',
    yaml: `${Array.from({ length: 60 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`,
    problems: ['40:40: not valid YAML: maps and lists are nested 40 deep. Is this the right file?'],
  },
  {
    name: 'a control character',
    yaml: withLine('a: \u001b[31m'),
    problems: ['7:4: not valid YAML: a control character. Is this the right file?'],
  },
  {
    name: 'escapes that would forge a line or hide text',
    yaml: withLine('"a\\e[31mb\\n": 1').replace(
      'remotes:',
      'defaults: { images: { hub: "x\\r\\nmesh.yaml:1:1 forged", tag: "a\\u202eb" } }\nremotes:',
    ),
    problems: [
      '5:28 defaults.images.hub: expected a registry and path such as docker.io/istio, got "x\\r\\nmesh.yaml:1:1 forged"',
      '5:62 defaults.images.tag: expected an image tag such as 1.0.9, got "a\\u202eb"',
      `8:1 "a\\u001b[31mb\\n": unknown key. Known keys: ${keysOf()}`,
    ],
  },
  {
    name: 'Windows line ends',
    yaml: mesh({ istio: 'istio: 2', remotes: 'remotes:\r\n  - name: EU' }).replace(/\r?\n/g, '\r\n'),
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got 2. Write the release that the primary runs, such as istio: 1.0.9',
      `6:11 remotes[0].name: ${LABEL}, got "EU". Write eu`,
    ],
  },
  {
    name: 'a byte order mark',
    yaml: `\ufeff${withIstio('2')}`,
    problems: [
      '1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got 2. Write the release that the primary runs, such as istio: 1.0.9',
    ],
  },
  {
    name: 'a block scalar',
    yaml: mesh({ remotes: 'remotes:\n  - name: |\n      eu west' }),
    problems: [
      `6:11 remotes[0].name: ${LABEL}, got "eu west\\n". Write the cluster id, such as name: eu-west-1`,
    ],
  },
];

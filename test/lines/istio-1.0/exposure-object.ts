/** The fields of an exposure's object that the tests read. */
export interface ExposureObject {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec?: {
    readonly type?: string;
    readonly replicas?: number;
    readonly ports?: readonly { readonly port: number }[];
    readonly selector?: Readonly<Record<string, unknown>>;
    readonly servers?: readonly {
      readonly port: { readonly number: number; readonly name: string; readonly protocol: string };
    }[];
    readonly hosts?: readonly string[];
    readonly tcp?: readonly Route[];
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: { readonly containers: readonly Container[] };
    };
  };
}

interface Route {
  readonly match: readonly [{ readonly port: number }];
  readonly route: readonly [
    { readonly destination: { readonly host: string; readonly port: { readonly number: number } } },
  ];
}

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env?: readonly object[];
  readonly readinessProbe?: { readonly tcpSocket: { readonly port: number } };
}

/** Returns the object of a kind and name. @throws Error if there is none */
export function find(objects: readonly ExposureObject[], kind: string, name: string): ExposureObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

/** Formats `Kind/name` for messages. */
export function title({ kind, metadata }: ExposureObject): string {
  return `${kind}/${metadata.name}`;
}

import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import protobuf from 'protobufjs';

const PARTS = ['envoy-api', 'googleapis', 'protoc-gen-validate', 'xds'];
const FILES = [
  'envoy/config/bootstrap/v3/bootstrap.proto',
  'envoy/extensions/filters/network/http_connection_manager/v3/http_connection_manager.proto',
  'envoy/extensions/filters/http/router/v3/router.proto',
  'envoy/extensions/upstreams/http/v3/http_protocol_options.proto',
  'envoy/extensions/transport_sockets/tls/v3/tls.proto',
];

/** Messages that JSON writes as plain values (Protocol Buffers, ProtoJSON format). */
const PLAIN: Readonly<Record<string, (value: unknown) => boolean>> = {
  '.google.protobuf.Duration': (value) => /^\d+(\.\d{1,9})?s$/.test(String(value)),
  '.google.protobuf.UInt32Value': Number.isInteger,
  '.google.protobuf.UInt64Value': Number.isInteger,
  '.google.protobuf.BoolValue': (value) => typeof value === 'boolean',
  '.google.protobuf.StringValue': (value) => typeof value === 'string',
};

/** Holds a bootstrap to Envoy's published protobuf definitions: names, nesting, types, one of each oneof. */
export interface EnvoyDefinitions {
  /** What is wrong, each with its place; and how many fields were looked at. */
  problems(bootstrap: unknown): { readonly fields: number; readonly problems: readonly string[] };
}

/** @param folder with the definitions, as the npm package `@grpc/grpc-js-xds` has them in `deps` */
export function readEnvoyDefinitions(folder: string): EnvoyDefinitions {
  const root = new protobuf.Root();
  const own = join(import.meta.dirname, '../../../../node_modules/protobufjs');
  root.resolvePath = (_, file) => {
    const places = [...PARTS.map((part) => join(folder, part, file)), join(own, file)];
    return isAbsolute(file) ? file : (places.find((place) => existsSync(place)) ?? file);
  };
  root.loadSync(FILES, { keepCase: true });
  root.resolveAll();
  return {
    problems: (bootstrap) => {
      const walk = new Walk(root);
      walk.message(bootstrap, root.lookupType('envoy.config.bootstrap.v3.Bootstrap'), '');
      return walk;
    },
  };
}

class Walk {
  fields = 0;
  readonly problems: string[] = [];
  readonly #root: protobuf.Root;

  constructor(root: protobuf.Root) {
    this.#root = root;
  }

  message(value: unknown, type: protobuf.Type, at: string): void {
    const plain = PLAIN[type.fullName];
    if (plain !== undefined) {
      if (!plain(value)) this.problems.push(`${at} is no ${type.fullName}`);
      return;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      this.problems.push(`${at} is no ${type.fullName}`);
      return;
    }
    const { '@type': named, ...rest } = value as Record<string, unknown>;
    if (type.fullName === '.google.protobuf.Any') {
      const name = String(named).split('/').pop() ?? '';
      this.message(rest, this.#root.lookupType(name), at);
      return;
    }
    for (const [name, inner] of Object.entries(value)) {
      const field = type.fields[name];
      if (field === undefined) this.problems.push(`${at}.${name} is not in ${type.fullName}`);
      else this.#field(field, inner, `${at}.${name}`);
    }
    for (const { name, oneof } of type.oneofsArray) {
      const set = oneof.filter((field) => field in value);
      if (set.length > 1) this.problems.push(`${at} has ${set.join(' and ')} of ${name}`);
    }
  }

  #field(field: protobuf.Field, value: unknown, at: string): void {
    this.fields++;
    if (field.options?.deprecated === true) this.problems.push(`${at} is deprecated`);
    if (field.map) for (const inner of Object.values(value as object)) this.#one(field, inner, at);
    else if (!field.repeated) this.#one(field, value, at);
    else if (Array.isArray(value)) for (const inner of value) this.#one(field, inner, `${at}[]`);
    else this.problems.push(`${at} is no list`);
  }

  #one(field: protobuf.Field, value: unknown, at: string): void {
    const { resolvedType, type } = field;
    if (resolvedType instanceof protobuf.Enum) {
      if (!(String(value) in resolvedType.values)) this.problems.push(`${at} is not ${value}`);
    } else if (resolvedType !== null) this.message(value, resolvedType, at);
    else if (typeof value !== scalar(type)) this.problems.push(`${at} is no ${type}`);
  }
}

function scalar(type: string): string {
  if (type === 'bool') return 'boolean';
  return type === 'string' || type === 'bytes' ? 'string' : 'number';
}

/**
 * `npm run update:parser-layout`: writes packages/analyzer/src/parse/oxc-layout.ts, the places of
 * fields in the memory that the pinned oxc-parser hands over by raw transfer. The parser's own
 * decoder is the source: it is generated, regular, and right for that version. Run it when
 * `oxc-parser` is updated; a test fails until it has been.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const TARGET: string = fileURLToPath(
  new URL('../packages/analyzer/src/parse/oxc-layout.ts', import.meta.url),
);

/** Names of types that are read as values rather than as nodes. */
const SCALARS = new Set(['Str', 'Bool', 'I32', 'F64', 'U8', 'OptionStr']);

interface Layout {
  /** `Name`: type, then `key:Type@offset`. A type `=Enum@offset` is told by a byte. */
  structs: Map<string, string>;
  /** `Name`: `tag:Type@offset`, or `tag='text'`. */
  enums: Map<string, string>;
  /** Vec: `Element*size`; Option: `Inner?byte@offset=value` or `Inner?pointer@offset`; Box: `Inner`. */
  wrappers: Map<string, string>;
}

export function readLayout(decoder: string): Layout {
  const layout: Layout = { structs: new Map(), enums: new Map(), wrappers: new Map() };
  for (const part of decoder.split('\nfunction ').slice(1)) {
    const [, name, body] = /^deserialize(\w+)\(pos\) \{\n([\s\S]*?)\n\}/.exec(part) ?? [];
    if (!name || !body || SCALARS.has(name)) continue;
    if (/^(?:Box|Option|Vec)[A-Z]/.test(name)) layout.wrappers.set(name, readWrapper(name, body));
    else if (body.trimStart().startsWith('switch (uint8[pos])'))
      layout.enums.set(name, readEnum(body));
    else if (name === 'FormalParameters') readParameters(body, layout);
    else layout.structs.set(name, readStruct(body));
  }
  return layout;
}

/** The one struct whose decoder reads two: the list, and behind a pointer what collects the rest. */
function readParameters(body: string, layout: Layout): void {
  const pointer = /restFieldPos32 = \(pos >> 2\) \+ (\d+)/.exec(body)?.[1];
  const [type, params, ...rest] = readStruct(body).split(' ');
  if (!pointer || !params?.startsWith('params:')) throw new Error('FormalParameters has changed');
  const place = Number(pointer) * 4;
  layout.structs.set('FormalParameters', `- ${params} rest:OptionBoxFormalParameterRest@${place}`);
  layout.structs.set('FormalParameterRest', [type, ...rest].join(' '));
  layout.wrappers.set('OptionBoxFormalParameterRest', 'BoxFormalParameterRest?pointer@0');
  layout.wrappers.set('BoxFormalParameterRest', 'FormalParameterRest');
}

function readWrapper(name: string, body: string): string {
  const inner = name.replace(/^(?:Box|Option|Vec)/, '');
  const text = body.replace(/\s+/g, ' ');
  if (name.startsWith('Box')) return inner;
  if (name.startsWith('Vec')) {
    const size = /pos \+= (\d+);/.exec(text)?.[1];
    if (!size) throw new Error(`No element size in ${name}`);
    return `${inner}*${size}`;
  }
  const byte = /uint8\[pos(?: \+ (\d+))?\] === (\d+)/.exec(text);
  if (byte) return `${inner}?byte@${byte[1] ?? 0}=${byte[2]}`;
  const pointer = /int32\[\(?pos >> 2\)?(?: \+ (\d+)\])? === 0/.exec(text);
  const words = /int32\[\(pos >> 2\) \+ (\d+)\] === 0 && int32\[\(pos >> 2\) \+ \d+\] === 0/.exec(
    text,
  );
  if (words && !/int32\[pos >> 2\] === 0/.test(text))
    return `${inner}?pointer@${Number(words[1]) * 4}`;
  if (pointer || /int32\[pos >> 2\] === 0/.test(text)) return `${inner}?pointer@0`;
  throw new Error(`${name} is decoded in an unknown way`);
}

function readEnum(body: string): string {
  const variants: string[] = [];
  const pattern =
    /case (\d+):\s*return (?:deserialize(\w+)\(pos \+ (\d+)\)|"([^"]*)"|(null|true|false));/g;
  for (const [, tag, type, offset, text, word] of body.matchAll(pattern)) {
    if (type) variants.push(`${tag}:${type}@${offset}`);
    else variants.push(`${tag}=${text ?? word}`);
  }
  return variants.join(' ');
}

function readStruct(body: string): string {
  const type = /\btype: (?:"(\w+)"|deserialize(\w+)\(pos \+ (\d+)\))/.exec(body);
  const fields = new Map<string, string>();
  const pattern = /\b(\w+)(?::| =) deserialize(\w+)\(pos(?: \+ (\d+))?\)/g;
  for (const [, key, kind, offset] of body.matchAll(pattern)) {
    if (key && key !== 'type' && !fields.has(key)) fields.set(key, `${key}:${kind}@${offset ?? 0}`);
  }
  // A body is directives and then statements.
  const more = /\b(\w+)\.push\(\.\.\.deserialize(\w+)\(pos \+ (\d+)\)\)/.exec(body);
  if (more) fields.set('statements', `statements:${more[2]}@${more[3]}`);
  const nested =
    /(\w+) =\s+\w+ === null\s+\? null\s+: deserialize(\w+)\(\s*pos \+ (\d+) \+ \(pos \+ (\d+) - pos\)/.exec(
      body,
    );
  if (nested)
    fields.set(
      `${nested[1]}`,
      `${nested[1]}:${nested[2]}@${Number(nested[3]) + Number(nested[4])}`,
    );
  // Set where a text holds surrogates without their other half, which are written escaped.
  const lone = /deserializeBool\(pos \+ (\d+)\)\s*&&/.exec(body);
  if (lone) fields.set('lone', `lone:Bool@${lone[1]}`);
  if (/\bcomputed: true\b/.test(body)) fields.set('computed', 'computed=true');
  const own = type?.[1] ?? (type?.[2] ? `=${type[2]}@${type[3]}` : '-');
  return [own, ...[...fields.values()].filter((f) => !/^(?:start|end):/.test(f))].join(' ');
}

export function renderLayout(layout: Layout, version: string): string {
  const table = (name: string, rows: Map<string, string>): string =>
    [
      `export const ${name}: Record<string, string> = {`,
      ...[...rows].sort().map(([key, value]) => `  ${key}:\n    ${quote(value)},`),
      '};',
    ].join('\n');
  return [
    '// Written by `npm run update:parser-layout`; do not edit. How to read it: oxc-tree.ts.',
    '',
    '/** The version of oxc-parser whose memory this describes. */',
    `export const LAYOUT_VERSION = '${version}';`,
    '',
    table('STRUCTS', layout.structs),
    '',
    table('ENUMS', layout.enums),
    '',
    table('WRAPPERS', layout.wrappers),
    '',
  ].join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "\\'")}'`;
}

export function installedLayout(): string {
  const main = createRequire(new URL('../packages/analyzer/package.json', import.meta.url)).resolve(
    'oxc-parser',
  );
  const decoder = readFileSync(join(dirname(main), 'generated/deserialize/ts.js'), 'utf8');
  const { version } = JSON.parse(readFileSync(join(dirname(main), '../package.json'), 'utf8')) as {
    version: string;
  };
  return renderLayout(readLayout(decoder), version);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(TARGET, installedLayout());

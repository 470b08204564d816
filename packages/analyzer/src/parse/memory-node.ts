import { type AstNode, REFERENCE } from './ast.ts';
import { KEY, KEY_NAMES, type Key } from './keys.ts';
import {
  allKinds,
  BOOL,
  CONSTANT,
  type Field,
  type Kind,
  kindOf,
  NUMBER,
  STR,
  WORD,
} from './memory-layout.ts';
import { type Way, wayOf } from './memory-ways.ts';
import { sketch } from './name-sketch.ts';
import { BYTES, double, INT32, sourceText, string } from './oxc-memory.ts';

const bytes = BYTES;
const int32 = INT32;

/**
 * Nodes as places in the memory of the parser. Every struct of a tree begins with where it starts and ends in the text, and a
 * number that the parser gave it. That number is below zero and of no use here: in its place stand, from when
 * a node is first come to, its sort and what is noted of it.
 */
const OWN_AT = 8;
const KIND_BITS = 9;
const KIND_MASK: number = (1 << KIND_BITS) - 1;
export const MAX_NOTE: number = (1 << (31 - KIND_BITS)) - 1;

const KINDS: readonly Kind[] = allKinds();
if (KINDS.length > KIND_MASK) throw new Error('More sorts of nodes than there is room for');
/** The way to each property of each sort of node: see KEY. */
const KEY_BITS = 6;
const WAYS: (Way | undefined)[] = KINDS.flatMap((kind) =>
  Array.from({ length: 1 << KEY_BITS }, (_, key) => {
    const field = kind.slots[key];
    return field && wayOf(field, isNode);
  }),
);
if (KEY_NAMES.length > 1 << KEY_BITS) throw new Error('More properties than there is room for');

/** The others are structs between nodes that ESTree does not have. */
function isNode(kind: Kind): boolean {
  return kind.type !== '' || kind.typeOffset >= 0;
}

/** Where each property of each sort lies that is a text, or says yes or no; 0 for every other, and texts that may be escaped. */
const TEXTS: Uint8Array = placesOf((kind, op) => op === STR && kind.loneOffset === -1);
const FLAGS: Uint8Array = placesOf((_, op) => op === BOOL);

function placesOf(isAsked: (kind: Kind, op: number) => boolean): Uint8Array {
  const places = new Uint8Array(KINDS.length << KEY_BITS);
  for (const kind of KINDS)
    kind.slots.forEach((field, key) => {
      if (field && isAsked(kind, field.shape.op))
        places[(kind.index << KEY_BITS) | key] = field.offset;
    });
  return places;
}

/** A struct of a tree as a node. */
export function nodeOf(kind: number, place: number): AstNode {
  if ((int32[(place + OWN_AT) >> 2] as number) <= 0) int32[(place + OWN_AT) >> 2] = kind;
  return place as AstNode;
}

/** The node at the end of a way from a field, or from an element of the list in it. */
function nodeAt(way: Way, from: number): AstNode | undefined {
  const { pointerAt } = way;
  if (
    pointerAt >= 0 &&
    (int32[(from + pointerAt) >> 2] as number) === 0 &&
    (int32[(from + pointerAt + 4) >> 2] as number) === 0
  )
    return undefined;
  if (way.none >= 0 && (bytes[from + way.byteAt] as number) === way.none) return undefined;
  return elementAt(way, from);
}

function elementAt(way: Way, from: number): AstNode | undefined {
  let place = way.isBoxed ? (int32[from >> 2] as number) : from;
  let kind: number;
  if (way.isTagged) {
    kind = way.kinds[bytes[place] as number] as number;
    if (kind === 0) return undefined;
    place += way.variantAt;
    if (way.isVariantBoxed) place = int32[place >> 2] as number;
  } else kind = way.kinds[0] as number;
  return nodeOf(kind, place);
}

const NONE: readonly AstNode[] = [];

function nodesAt(way: Way, from: number): readonly AstNode[] {
  const { pointerAt, size } = way;
  if (
    pointerAt >= 0 &&
    (int32[(from + pointerAt) >> 2] as number) === 0 &&
    (int32[(from + pointerAt + 4) >> 2] as number) === 0
  )
    return NONE;
  const count = int32[(from + 8) >> 2] as number;
  if (size === 0 || count === 0) return NONE;
  const start = int32[from >> 2] as number;
  const first = elementAt(way, start);
  // Most lists have one item, and one that is pushed to has room for seventeen.
  if (count === 1) return first === undefined ? NONE : [first];
  const found: AstNode[] = first === undefined ? [] : [first];
  for (let index = 1; index < count; index++) {
    const node = elementAt(way, start + index * size);
    if (node !== undefined) found.push(node);
  }
  return found;
}

function sort(node: number): number {
  return (int32[(node + OWN_AT) >> 2] as number) & KIND_MASK;
}

function wayFrom(node: number, key: Key): Way | undefined {
  return WAYS[(sort(node) << KEY_BITS) | key];
}

function kind(node: number): Kind {
  return KINDS[sort(node)] as Kind;
}

export function typeOf(node: AstNode): string {
  const level = node & LEVELS;
  if (level === PROPERTY) return 'TSParameterProperty';
  if (level === DEFAULT) return 'AssignmentPattern';
  const place = level === 0 ? node : patternOf(node - level);
  const own = kind(place);
  return own.type !== ''
    ? own.type
    : (own.typeWords[bytes[place + own.typeOffset] as number] ?? '');
}

export function startOf(node: AstNode): number {
  const level = node & LEVELS;
  return int32[
    (level === 0 ? node : level === PROPERTY ? node - level : patternOf(node - level)) >> 2
  ] as number;
}

export function endOf(node: AstNode): number {
  return int32[((node & ~LEVELS) + 4) >> 2] as number;
}

export function child(node: AstNode, key: Key): AstNode | undefined {
  if ((node & LEVELS) !== 0) return childOfParameter(node, key);
  const way = wayFrom(node, key);
  return way === undefined || way.size !== 0 ? undefined : nodeAt(way, node + way.offset);
}

export function children(node: AstNode, key: Key): readonly AstNode[] {
  if ((node & LEVELS) !== 0) return childrenOfParameter(node, key);
  if (key === KEY.params) {
    const field = kind(node).slots[key];
    if (field && isParameters(field)) return parametersOf(node, field);
  }
  const way = wayFrom(node, key);
  const found = way === undefined ? NONE : nodesAt(way, node + way.offset);
  if (key !== KEY.properties && key !== KEY.elements) return found;
  const rest = child(node, KEY.rest);
  return rest === undefined ? found : [...found, rest];
}

/** Lone surrogates have no UTF-8: the parser writes them as U+FFFD and four hexadecimal digits. */
function withLoneSurrogates(value: string): string {
  return value.replace(/\uFFFD(.{4})/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

export function value(node: AstNode, key: Key): unknown {
  const level = node & LEVELS;
  if (level === PROPERTY || level === DEFAULT) return undefined;
  const place = level === 0 ? node : patternOf(node - level);
  const own = kind(place);
  const field = own.slots[key];
  if (field === undefined) return missingValue(own, place, key);
  const at = place + field.offset;
  switch (field.shape.op) {
    case STR: {
      const found = string(at);
      return isLone(own, place) ? withLoneSurrogates(found) : found;
    }
    case BOOL:
      return (bytes[at] as number) === 1;
    case NUMBER:
      return double(at);
    case WORD:
      return field.shape.words[bytes[at] as number];
    case CONSTANT:
      return field.shape.name === 'true';
    default:
      return own.name === 'TemplateElement' && key === KEY.value
        ? templateText(own, place, at)
        : undefined;
  }
}

export function text(node: AstNode, key: Key): string | undefined {
  if ((node & LEVELS) === 0) {
    const at = TEXTS[(((int32[(node + OWN_AT) >> 2] as number) & KIND_MASK) << KEY_BITS) | key];
    if (at !== 0) return string(node + (at as number));
  }
  const found = value(node, key);
  return typeof found === 'string' ? found : undefined;
}

export function flag(node: AstNode, key: Key): boolean {
  if ((node & LEVELS) === 0) {
    const at = FLAGS[(((int32[(node + OWN_AT) >> 2] as number) & KIND_MASK) << KEY_BITS) | key];
    if (at !== 0) return bytes[node + (at as number)] === 1;
  }
  return value(node, key) === true;
}

export function sketchOf(node: AstNode): number {
  const at = node + REFERENCE_NAME_AT;
  const first = bytes[int32[at >> 2] as number] as number;
  return sketch(first, int32[(at + 8) >> 2] as number);
}

const REFERENCE_NAME_AT: number = kindOf(REFERENCE).fields.name?.offset ?? 0;

function missingValue(own: Kind, place: number, key: Key): unknown {
  if (key === KEY.raw)
    return sourceText(int32[place >> 2] as number, int32[(place + 4) >> 2] as number);
  return key === KEY.name && own.name === 'TSThisParameter' ? 'this' : undefined;
}

function isLone(own: Kind, place: number): boolean {
  return own.loneOffset !== -1 && (bytes[place + own.loneOffset] as number) === 1;
}

function templateText(
  own: Kind,
  place: number,
  at: number,
): { raw: string; cooked: string | null } {
  const hasCooked =
    (int32[(at + 16) >> 2] as number) !== 0 || (int32[(at + 20) >> 2] as number) !== 0;
  const cooked = hasCooked ? string(at + 16) : null;
  return {
    raw: string(at),
    cooked: cooked !== null && isLone(own, place) ? withLoneSurrogates(cooked) : cooked,
  };
}

export function noteOf(node: AstNode): number {
  return (int32[(node + OWN_AT) >> 2] as number) >> KIND_BITS;
}

export function note(node: AstNode, value: number): void {
  int32[(node + OWN_AT) >> 2] = sort(node) | (value << KIND_BITS);
}

/**
 * A parameter is one struct here and up to three nodes in ESTree: `private x: T = 1` is a TSParameterProperty around an
 * AssignmentPattern around an Identifier. Structs begin at multiples of four, so the place of the struct has room for which it is.
 */
const LEVELS = 3;
const PROPERTY = 1;
const DEFAULT = 2;
const PATTERN = 3;

const PARAMETER: Kind = kindOf('FormalParameter');
const PARAMETERS: Kind = kindOf('FormalParameters');

function fieldWay(key: string): Way {
  const field = PARAMETER.fields[key];
  const way = field && wayOf(field, isNode);
  if (!way) throw new Error(`A parameter has no ${key}`);
  return way;
}

const PATTERN_WAY: Way = fieldWay('pattern');
const TYPE_WAY: Way = fieldWay('typeAnnotation');
const INITIALIZER_WAY: Way = fieldWay('initializer');
const DECORATORS_WAY: Way = fieldWay('decorators');
const PARAMETER_LIST: Field = PARAMETERS.fields.params ?? missing('params');

function missing(name: string): never {
  throw new Error(`Parameters have no ${name}`);
}

function patternOf(parameter: number): AstNode {
  const pattern = nodeAt(PATTERN_WAY, parameter + PATTERN_WAY.offset);
  if (pattern === undefined) throw new Error('A parameter without a pattern');
  return pattern;
}

function initializerOf(parameter: number): AstNode | undefined {
  return nodeAt(INITIALIZER_WAY, parameter + INITIALIZER_WAY.offset);
}

function innerLevel(parameter: number): number {
  return initializerOf(parameter) === undefined ? PATTERN : DEFAULT;
}

function childOfParameter(node: AstNode, key: Key): AstNode | undefined {
  const level = node & LEVELS;
  const place = node - level;
  if (level === PROPERTY)
    return key === KEY.parameter ? ((place + innerLevel(place)) as AstNode) : undefined;
  if (level === DEFAULT) {
    if (key === KEY.left) return (place + PATTERN) as AstNode;
    return key === KEY.right ? initializerOf(place) : undefined;
  }
  return key === KEY.typeAnnotation
    ? nodeAt(TYPE_WAY, place + TYPE_WAY.offset)
    : child(patternOf(place), key);
}

function childrenOfParameter(node: AstNode, key: Key): readonly AstNode[] {
  const level = node & LEVELS;
  const place = node - level;
  if (key === KEY.decorators) return nodesAt(DECORATORS_WAY, place + DECORATORS_WAY.offset);
  return level === PATTERN ? children(patternOf(place), key) : NONE;
}

function fieldByte(key: string, at: number): number {
  return bytes[at + (PARAMETER.fields[key]?.offset ?? 0)] as number;
}

const NO_ACCESSIBILITY = PARAMETER.fields.accessibility?.shape.none ?? -1;

function isProperty(at: number): boolean {
  return (
    fieldByte('accessibility', at) !== NO_ACCESSIBILITY ||
    fieldByte('readonly', at) === 1 ||
    fieldByte('override', at) === 1
  );
}

function isParameters({ shape }: Field): boolean {
  return shape.kind === PARAMETERS || shape.inner.kind === PARAMETERS;
}

function parametersOf(node: AstNode, { offset, shape }: Field): readonly AstNode[] {
  const list =
    (shape.kind === PARAMETERS ? node + offset : (int32[(node + offset) >> 2] as number)) +
    PARAMETER_LIST.offset;
  const { size } = PARAMETER_LIST.shape;
  const start = int32[list >> 2] as number;
  const end = start + (int32[(list + 8) >> 2] as number) * size;
  const own = child(node, KEY.thisParam);
  if (start === end && own === undefined) return NONE;
  const found: AstNode[] = own === undefined ? [] : [own];
  for (let place = start; place < end; place += size)
    found.push((place + (isProperty(place) ? PROPERTY : innerLevel(place))) as AstNode);
  return found;
}

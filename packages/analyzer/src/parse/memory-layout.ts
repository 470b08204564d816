import { visitorKeys } from 'oxc-parser';
import { TYPE_KEYS, TYPE_NODES } from './ast.ts';
import { KEY_NAMES } from './keys.ts';
import { ENUMS, STRUCTS, WRAPPERS } from './oxc-layout.ts';

/** How a value lies in memory. Numbers, because the walk switches on them for every node. */
export const STRUCT = 0;
export const BOX = 1;
export const ENUM = 2;
export const VEC = 3;
export const OPTION_BYTE = 4;
export const OPTION_POINTER = 5;
export const WORD = 6;
export const STR = 7;
export const BOOL = 8;
export const NUMBER = 9;
export const CONSTANT = 10;

/** One type of the layout, its references resolved. All have the same shape, so reading stays fast. */
export interface Shape {
  op: number;
  name: string;
  /** What a box, option or list holds. */
  inner: Shape;
  /** Of an enum: what each tag stands for, and where it starts. Of a word: its texts. */
  variants: (Shape | undefined)[];
  variantOffset: number;
  words: (string | undefined)[];
  /** Of a list: bytes between elements. Of an option: where to look, and the byte that says none. */
  size: number;
  at: number;
  none: number;
  kind: Kind;
}

export interface Field {
  offset: number;
  shape: Shape;
}

/** A struct: one sort of node. */
export interface Kind {
  name: string;
  index: number;
  /** ESTree's word; empty where a byte of the node tells it. */
  type: string;
  typeOffset: number;
  typeWords: (string | undefined)[];
  fields: Record<string, Field | undefined>;
  /** The same fields by the number of their name, see KEY. */
  slots: readonly (Field | undefined)[];
  /** Where to look whether a text has lone surrogates; -1 where it cannot have. */
  loneOffset: number;
  /** What a walk goes through, in ESTree's order. */
  steps: Field[];
  stepsWithoutTypes: Field[];
}

const NO_KIND: Kind = {
  name: '',
  index: 0,
  type: '',
  typeOffset: -1,
  typeWords: [],
  fields: {},
  slots: [],
  loneOffset: -1,
  steps: [],
  stepsWithoutTypes: [],
};

/** The first stands for no kind. */
const kindList: Kind[] = [NO_KIND];

function makeShape(name: string, op: number): Shape {
  const shape = {
    op,
    name,
    inner: undefined as unknown as Shape,
    variants: [],
    variantOffset: 0,
    words: [],
    size: 0,
    at: 0,
    none: 0,
    kind: NO_KIND,
  };
  shape.inner = shape;
  return shape;
}

const SCALARS: Record<string, number> = {
  Str: STR,
  OptionStr: STR,
  Bool: BOOL,
  F64: NUMBER,
  I32: CONSTANT,
  U8: CONSTANT,
};

/** Where the order of fields in memory, or their names, differ from ESTree's. */
const ORDER: Record<string, string[]> = {
  AssignmentTargetPropertyIdentifier: ['key', 'init'],
  ArrayAssignmentTarget: ['elements', 'rest'],
  ArrayPattern: ['elements', 'rest'],
  CatchParameter: ['pattern', 'typeAnnotation'],
  FormalParameter: ['decorators', 'pattern', 'typeAnnotation', 'initializer'],
  FormalParameters: ['params', 'rest'],
  FunctionBody: ['body', 'statements'],
  ObjectAssignmentTarget: ['properties', 'rest'],
  ObjectPattern: ['properties', 'rest'],
  Program: ['body', 'statements'],
  TSModuleBlock: ['body', 'statements'],
  VariableDeclarator: ['pattern', 'typeAnnotation', 'init'],
};

const shapes = new Map<string, Shape>();
const kinds = new Map<string, Kind>();

function shapeOf(name: string): Shape {
  const known = shapes.get(name);
  if (known) return known;
  const scalar = SCALARS[name];
  if (scalar !== undefined) return remember(makeShape(name, scalar));
  const wrapper = WRAPPERS[name];
  if (wrapper !== undefined) return readWrapper(name, wrapper);
  const variants = ENUMS[name];
  if (variants !== undefined) return readVariants(name, variants);
  const shape = remember(makeShape(name, STRUCT));
  shape.kind = kindOf(name);
  return shape;
}

function remember(shape: Shape): Shape {
  shapes.set(shape.name, shape);
  return shape;
}

function readWrapper(name: string, text: string): Shape {
  const list = /^(\w+)\*(\d+)$/.exec(text);
  if (list) {
    const shape = remember(makeShape(name, VEC));
    shape.inner = shapeOf(list[1] ?? '');
    shape.size = Number(list[2]);
    return shape;
  }
  const option = /^(\w+)\?(byte|pointer)@(\d+)(?:=(\d+))?$/.exec(text);
  if (option) {
    const shape = remember(makeShape(name, option[2] === 'byte' ? OPTION_BYTE : OPTION_POINTER));
    shape.inner = shapeOf(option[1] ?? '');
    shape.at = Number(option[3]);
    shape.none = Number(option[4] ?? 0);
    return shape;
  }
  const shape = remember(makeShape(name, BOX));
  shape.inner = shapeOf(text);
  return shape;
}

function readVariants(name: string, text: string): Shape {
  const isWord = /^\d+=/.test(text);
  const shape = remember(makeShape(name, isWord ? WORD : ENUM));
  for (const [, tag, type, offset, word] of text.matchAll(
    /(\d+)(?::(\w+)@(\d+)|=((?:(?! \d+[:=]).)*))/g,
  )) {
    if (type === undefined) shape.words[Number(tag)] = word;
    else {
      shape.variants[Number(tag)] = shapeOf(type);
      shape.variantOffset = Number(offset);
    }
  }
  return shape;
}

/** The struct of a name, with everything under it. */
export function kindOf(name: string): Kind {
  const known = kinds.get(name);
  if (known) return known;
  const [type = '-', ...rows] = (STRUCTS[name] ?? '-').split(' ');
  const told = /^=(\w+)@(\d+)$/.exec(type);
  const kind: Kind = {
    ...NO_KIND,
    name,
    index: kindList.length,
    type: told || type === '-' ? '' : type,
    typeOffset: told ? Number(told[2]) : -1,
    typeWords: told ? shapeOf(told[1] ?? '').words : [],
    fields: {},
  };
  kinds.set(name, kind);
  kindList.push(kind);
  for (const row of rows) {
    const [, key = '', shape, offset, constant] = /^(\w+)(?::(\w+)@(\d+)|=(\w+))$/.exec(row) ?? [];
    kind.fields[key] = constant
      ? { offset: 0, shape: makeShape(constant, CONSTANT) }
      : { offset: Number(offset), shape: shapeOf(shape ?? '') };
  }
  guardHeritage(kind);
  // ESTree keeps the annotation of a variable with its pattern.
  if (name === 'VariableDeclarator') kind.fields.id = kind.fields.pattern;
  kind.slots = KEY_NAMES.map((key) => kind.fields[key]);
  kind.loneOffset = kind.fields.lone?.offset ?? -1;
  const keys = ORDER[name] ?? walkKeys(kind);
  kind.steps = stepsOf(kind, keys);
  const skipAll = TYPE_NODES.has(kind.type);
  kind.stepsWithoutTypes = skipAll
    ? []
    : stepsOf(
        kind,
        keys.filter((key) => !TYPE_KEYS.has(key)),
      );
  return kind;
}

/** The type arguments lie inside what a class extends: without that, what is there means nothing. */
function guardHeritage(kind: Kind): void {
  const { superClass, superTypeArguments } = kind.fields;
  if (!superClass || !superTypeArguments) return;
  const shape = makeShape('superTypeArguments', OPTION_BYTE);
  shape.inner = superTypeArguments.shape;
  shape.at = superClass.offset + superClass.shape.at - superTypeArguments.offset;
  shape.none = superClass.shape.none;
  kind.fields.superTypeArguments = { offset: superTypeArguments.offset, shape };
}

function walkKeys(kind: Kind): string[] {
  const type = kind.type || kind.typeWords.find((word) => word !== undefined) || '';
  return (visitorKeys[type] ?? []).flatMap((key) =>
    key === 'params' && kind.fields.thisParam ? ['thisParam', 'params'] : [key],
  );
}

function stepsOf(kind: Kind, keys: string[]): Field[] {
  return keys.flatMap((key) => {
    const field = kind.fields[key];
    return field && holdsNodes(field.shape) ? [field] : [];
  });
}

function holdsNodes(shape: Shape): boolean {
  if (
    shape.op === VEC ||
    shape.op === BOX ||
    shape.op === OPTION_BYTE ||
    shape.op === OPTION_POINTER
  )
    return shape.inner === shape || holdsNodes(shape.inner);
  return shape.op === STRUCT || shape.op === ENUM;
}

export const PROGRAM: Kind = kindOf('Program');

/** Every sort of struct; `index` is the place in this list, which begins with one that stands for none. */
export function allKinds(): readonly Kind[] {
  return kindList;
}

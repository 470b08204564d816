import type { AstNode } from './ast.ts';
import { KEY, type Key } from './keys.ts';
import {
  BOOL,
  BOX,
  CONSTANT,
  ENUM,
  type Kind,
  kindOf,
  NUMBER,
  OPTION_BYTE,
  OPTION_POINTER,
  type Shape,
  STR,
  STRUCT,
  VEC,
  WORD,
} from './memory-layout.ts';
import { byte, double, sourceText, string, word } from './oxc-memory.ts';

const NONE: AstNode[] = [];

/** Lone surrogates have no UTF-8: the parser writes them as U+FFFD and four hexadecimal digits. */
function withLoneSurrogates(value: string): string {
  return value.replace(/\uFFFD(.{4})/g, (_, hex: string) =>
    String.fromCodePoint(Number.parseInt(hex, 16)),
  );
}

/** Goes through boxes, options and enums to the struct; undefined where there is none. */
function nodeAt(shape: Shape, at: number): MemoryNode | undefined {
  let own = shape;
  let place = at;
  for (;;) {
    switch (own.op) {
      case STRUCT:
        return own.kind.type === '' && own.kind.typeOffset < 0
          ? undefined
          : new MemoryNode(own.kind, place);
      case BOX:
        place = word(place);
        own = own.inner;
        break;
      case ENUM: {
        const variant = own.variants[byte(place)];
        if (!variant) return undefined;
        place += own.variantOffset;
        own = variant;
        break;
      }
      case OPTION_BYTE:
        if (byte(place + own.at) === own.none) return undefined;
        own = own.inner;
        break;
      case OPTION_POINTER:
        if (word(place + own.at) === 0 && word(place + own.at + 4) === 0) return undefined;
        own = own.inner;
        break;
      default:
        return undefined;
    }
  }
}

function nodesIn(shape: Shape, at: number): AstNode[] {
  let list = shape;
  if (list.op === OPTION_POINTER) {
    if (word(at + list.at) === 0 && word(at + list.at + 4) === 0) return NONE;
    list = list.inner;
  }
  const count = list.op === VEC ? word(at + 8) : 0;
  if (count === 0) return NONE;
  const { inner, size } = list;
  const start = word(at);
  const first = nodeAt(inner, start);
  // Most lists have one item, and one that is pushed to has room for seventeen.
  if (count === 1) return first ? [first] : NONE;
  const found: AstNode[] = first ? [first] : [];
  for (let index = 1; index < count; index++) {
    const node = nodeAt(inner, start + index * size);
    if (node) found.push(node);
  }
  return found;
}

export class MemoryNode implements AstNode {
  readonly kind: Kind;
  readonly id: number;

  constructor(kind: Kind, at: number) {
    this.kind = kind;
    this.id = at;
  }

  get type(): string {
    const { kind } = this;
    return kind.type !== '' ? kind.type : (kind.typeWords[byte(this.id + kind.typeOffset)] ?? '');
  }

  get start(): number {
    return word(this.id);
  }

  get end(): number {
    return word(this.id + 4);
  }

  child(key: Key): AstNode | undefined {
    const field = this.kind.slots[key];
    if (!field) return undefined;
    return nodeAt(field.shape, this.id + field.offset);
  }

  children(key: Key): AstNode[] {
    const field = this.kind.slots[key];
    if (!field) return NONE;
    const at = this.id + field.offset;
    if (isParameters(field.shape)) {
      const own = this.child(KEY.thisParam);
      return parametersIn(field.shape, at, own ? [own] : []);
    }
    const found = nodesIn(field.shape, at);
    const rest = key === KEY.properties || key === KEY.elements ? this.child(KEY.rest) : undefined;
    return rest ? [...found, rest] : found;
  }

  value(key: Key): unknown {
    const { kind } = this;
    const field = kind.slots[key];
    if (!field) return this.missingValue(key);
    const at = this.id + field.offset;
    switch (field.shape.op) {
      case STR: {
        const value = string(at);
        return this.isLone() ? withLoneSurrogates(value) : value;
      }
      case BOOL:
        return byte(at) === 1;
      case NUMBER:
        return double(at);
      case WORD:
        return field.shape.words[byte(at)];
      case CONSTANT:
        return field.shape.name === 'true';
      default:
        return kind.name === 'TemplateElement' && key === KEY.value ? this.template(at) : undefined;
    }
  }

  private missingValue(key: Key): unknown {
    if (key === KEY.raw) return sourceText(this.start, this.end);
    return key === KEY.name && this.kind.name === 'TSThisParameter' ? 'this' : undefined;
  }

  private isLone(): boolean {
    const { loneOffset } = this.kind;
    return loneOffset !== -1 && byte(this.id + loneOffset) === 1;
  }

  private template(at: number): { raw: string; cooked: string | null } {
    const hasCooked = word(at + 16) !== 0 || word(at + 20) !== 0;
    const cooked = hasCooked ? string(at + 16) : null;
    return {
      raw: string(at),
      cooked: cooked !== null && this.isLone() ? withLoneSurrogates(cooked) : cooked,
    };
  }
}

/**
 * A parameter is one struct here and up to three nodes in ESTree: `private x: T = 1` is a
 * TSParameterProperty around an AssignmentPattern around an Identifier.
 */
class ParameterNode implements AstNode {
  readonly type: string;
  readonly id: number;
  private readonly pattern: MemoryNode;

  constructor(at: number, level: 'property' | 'default' | 'pattern') {
    this.id = at;
    const pattern = fieldNode('pattern', at);
    if (!pattern) throw new Error('A parameter without a pattern');
    this.pattern = pattern;
    this.type =
      level === 'property'
        ? 'TSParameterProperty'
        : level === 'default'
          ? 'AssignmentPattern'
          : pattern.type;
  }

  get start(): number {
    return this.type === 'TSParameterProperty' ? word(this.id) : this.pattern.start;
  }

  get end(): number {
    return word(this.id + 4);
  }

  child(key: Key): AstNode | undefined {
    if (this.type === 'TSParameterProperty')
      return key === KEY.parameter ? new ParameterNode(this.id, innerLevel(this.id)) : undefined;
    if (this.type === 'AssignmentPattern') {
      if (key === KEY.left) return new ParameterNode(this.id, 'pattern');
      return key === KEY.right ? fieldNode('initializer', this.id) : undefined;
    }
    return key === KEY.typeAnnotation
      ? fieldNode('typeAnnotation', this.id)
      : this.pattern.child(key);
  }

  children(key: Key): AstNode[] {
    if (key !== KEY.decorators) return this.isWrapper() ? NONE : this.pattern.children(key);
    const field = PARAMETER.fields.decorators;
    return field ? nodesIn(field.shape, this.id + field.offset) : NONE;
  }

  value(key: Key): unknown {
    return this.isWrapper() ? undefined : this.pattern.value(key);
  }

  private isWrapper(): boolean {
    return this.type === 'TSParameterProperty' || this.type === 'AssignmentPattern';
  }
}

const PARAMETER: Kind = kindOf('FormalParameter');
const PARAMETERS: Kind = kindOf('FormalParameters');

function isParameters(shape: Shape): boolean {
  return shape.kind === PARAMETERS || shape.inner.kind === PARAMETERS;
}

function fieldNode(key: string, at: number): MemoryNode | undefined {
  const field = PARAMETER.fields[key];
  return field ? nodeAt(field.shape, at + field.offset) : undefined;
}

function fieldByte(key: string, at: number): number {
  return byte(at + (PARAMETER.fields[key]?.offset ?? 0));
}

const NO_ACCESSIBILITY = PARAMETER.fields.accessibility?.shape.none ?? -1;

function isProperty(at: number): boolean {
  return (
    fieldByte('accessibility', at) !== NO_ACCESSIBILITY ||
    fieldByte('readonly', at) === 1 ||
    fieldByte('override', at) === 1
  );
}

function innerLevel(at: number): 'default' | 'pattern' {
  return fieldNode('initializer', at) ? 'default' : 'pattern';
}

function parametersIn(shape: Shape, at: number, found: AstNode[]): AstNode[] {
  const list = shape.op === BOX ? word(at) : at;
  const field = PARAMETERS.fields.params;
  if (!field) return found;
  const { size } = field.shape;
  const start = word(list + field.offset);
  const end = start + word(list + field.offset + 8) * size;
  for (let place = start; place < end; place += size)
    found.push(new ParameterNode(place, isProperty(place) ? 'property' : innerLevel(place)));
  return found;
}

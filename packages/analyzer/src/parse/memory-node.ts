import type { AstNode } from './ast.ts';
import {
  BOOL,
  BOX,
  CONSTANT,
  ENUM,
  type Field,
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

function addNodes(shape: Shape, at: number, found: AstNode[]): void {
  let list = shape;
  if (list.op === OPTION_POINTER) {
    if (word(at + list.at) === 0 && word(at + list.at + 4) === 0) return;
    list = list.inner;
  }
  if (list.op !== VEC) return;
  const { inner, size } = list;
  const start = word(at);
  const end = start + word(at + 8) * size;
  for (let place = start; place < end; place += size) {
    const node = nodeAt(inner, place);
    if (node) found.push(node);
  }
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

  child(key: string): AstNode | undefined {
    const field = this.kind.fields[key];
    if (!field) return undefined;
    return nodeAt(field.shape, this.id + field.offset);
  }

  children(key: string): AstNode[] {
    const { fields } = this.kind;
    const field = fields[key];
    if (!field || this.isEmpty(field)) return NONE;
    const found: AstNode[] = [];
    if (isParameters(field.shape)) {
      const own = fields.thisParam ? this.child('thisParam') : undefined;
      if (own) found.push(own);
      addParameters(field.shape, this.id + field.offset, found);
    } else addNodes(field.shape, this.id + field.offset, found);
    if (fields.rest && (key === 'properties' || key === 'elements')) {
      const rest = this.child('rest');
      if (rest) found.push(rest);
    }
    return found;
  }

  /** Most lists are: no decorators, no arguments. */
  private isEmpty(field: Field): boolean {
    return (
      field.shape.op === VEC &&
      word(this.id + field.offset + 8) === 0 &&
      this.kind.fields.rest === undefined
    );
  }

  value(key: string): unknown {
    const { kind } = this;
    const field = kind.fields[key];
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
        return kind.name === 'TemplateElement' && key === 'value' ? this.template(at) : undefined;
    }
  }

  private missingValue(key: string): unknown {
    if (key === 'raw') return sourceText(this.start, this.end);
    return key === 'name' && this.kind.name === 'TSThisParameter' ? 'this' : undefined;
  }

  private isLone(): boolean {
    const field = this.kind.fields.lone;
    return field !== undefined && byte(this.id + field.offset) === 1;
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

  child(key: string): AstNode | undefined {
    if (this.type === 'TSParameterProperty')
      return key === 'parameter' ? new ParameterNode(this.id, innerLevel(this.id)) : undefined;
    if (this.type === 'AssignmentPattern') {
      if (key === 'left') return new ParameterNode(this.id, 'pattern');
      return key === 'right' ? fieldNode('initializer', this.id) : undefined;
    }
    return key === 'typeAnnotation'
      ? fieldNode('typeAnnotation', this.id)
      : this.pattern.child(key);
  }

  children(key: string): AstNode[] {
    if (key !== 'decorators') return this.isWrapper() ? [] : this.pattern.children(key);
    const found: AstNode[] = [];
    const field = PARAMETER.fields.decorators;
    if (field) addNodes(field.shape, this.id + field.offset, found);
    return found;
  }

  value(key: string): unknown {
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

function addParameters(shape: Shape, at: number, found: AstNode[]): void {
  const list = shape.op === BOX ? word(at) : at;
  const field = PARAMETERS.fields.params;
  if (!field) return;
  const { size } = field.shape;
  const start = word(list + field.offset);
  const end = start + word(list + field.offset + 8) * size;
  for (let place = start; place < end; place += size)
    found.push(new ParameterNode(place, isProperty(place) ? 'property' : innerLevel(place)));
}

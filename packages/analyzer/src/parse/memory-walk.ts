import { type AstNode, type Handlers, REFERENCE } from './ast.ts';
import {
  allKinds,
  allShapes,
  BOX,
  ENUM,
  type Field,
  type Kind,
  OPTION_BYTE,
  OPTION_POINTER,
  PROGRAM,
  type Shape,
  STRUCT,
  VEC,
} from './memory-layout.ts';
import { MemoryNode } from './memory-node.ts';
import { byte, word } from './oxc-memory.ts';

type Handler = ((node: AstNode) => void) | undefined;

/** What a walk does at one sort of node. */
interface Stop {
  kind: Kind;
  /** By the byte that tells the type; the first where the type is fixed. */
  enter: Handler[];
  exit: Handler[];
  handled: boolean;
  /** Only fields under which some handler may be called. */
  steps: Field[];
}

interface Plan {
  /** By index of the kind. */
  stops: Stop[];
  /** By index of the shape: whether some handler may be called under it. */
  leads: Uint8Array;
}

/** Walks the program at a place of the memory that is looked at. */
export type MemoryWalk = (program: number, skipTypes: boolean) => void;

export function createMemoryWalk(handlers: Handlers): MemoryWalk {
  const withTypes = createPlan(handlers, (kind) => kind.steps);
  const withoutTypes = createPlan(handlers, (kind) => kind.stepsWithoutTypes);
  return (program, skipTypes) => walkKind(skipTypes ? withoutTypes : withTypes, PROGRAM, program);
}

function walkKind(plan: Plan, kind: Kind, at: number): void {
  const stop = plan.stops[kind.index] as Stop;
  if (!stop.handled) {
    for (const step of stop.steps) walkShape(plan, step.shape, at + step.offset);
    return;
  }
  const told = kind.typeOffset < 0 ? 0 : byte(at + kind.typeOffset);
  const enter = stop.enter[told];
  const exit = stop.exit[told];
  const node = enter || exit ? new MemoryNode(kind, at) : undefined;
  if (node) enter?.(node);
  for (const step of stop.steps) walkShape(plan, step.shape, at + step.offset);
  if (node) exit?.(node);
}

function walkShape(plan: Plan, shape: Shape, at: number): void {
  let own = shape;
  let place = at;
  for (;;) {
    switch (own.op) {
      case STRUCT:
        walkKind(plan, own.kind, place);
        return;
      case BOX:
        place = word(place);
        own = own.inner;
        break;
      case ENUM: {
        const variant = own.variants[byte(place)];
        if (!variant || plan.leads[variant.index] === 0) return;
        place += own.variantOffset;
        own = variant;
        break;
      }
      case OPTION_BYTE:
        if (byte(place + own.at) === own.none) return;
        own = own.inner;
        break;
      case OPTION_POINTER:
        if (word(place + own.at) === 0 && word(place + own.at + 4) === 0) return;
        own = own.inner;
        break;
      case VEC: {
        const { inner, size } = own;
        let element = word(place);
        const end = element + word(place + 8) * size;
        for (; element < end; element += size) walkShape(plan, inner, element);
        return;
      }
      default:
        return;
    }
  }
}

function createPlan(handlers: Handlers, stepsOf: (kind: Kind) => Field[]): Plan {
  const stops = allKinds().map((kind): Stop => {
    const types = kind.typeOffset < 0 ? [kind.type] : kind.typeWords;
    const own = kind.name === REFERENCE ? [REFERENCE] : types;
    const enter = Array.from(own, (type) => (type ? handlers[type]?.enter : undefined));
    const exit = Array.from(own, (type) => (type ? handlers[type]?.exit : undefined));
    const handled = [...enter, ...exit].some((handler) => handler !== undefined);
    return { kind, enter, exit, handled, steps: stepsOf(kind) };
  });
  const leads = shapesThatLead(stops);
  for (const stop of stops) stop.steps = stop.steps.filter((step) => leads[step.shape.index] === 1);
  return { stops, leads };
}

function shapesThatLead(stops: Stop[]): Uint8Array {
  const shapes = allShapes();
  const leads = new Uint8Array(shapes.length);
  const leadsOn = (shape: Shape): boolean => {
    if (shape.op === STRUCT) {
      const stop = stops[shape.kind.index];
      return (
        stop !== undefined &&
        (stop.handled || stop.steps.some((step) => leads[step.shape.index] === 1))
      );
    }
    if (shape.op === ENUM)
      return shape.variants.some((variant) => variant && leads[variant.index] === 1);
    return leads[shape.inner.index] === 1;
  };
  for (let grew = true; grew; ) {
    grew = false;
    for (const shape of shapes) {
      if (leads[shape.index] === 1 || !leadsOn(shape)) continue;
      leads[shape.index] = 1;
      grew = true;
    }
  }
  return leads;
}

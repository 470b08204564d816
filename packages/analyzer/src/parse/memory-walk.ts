import { type AstNode, type Handlers, REFERENCE } from './ast.ts';
import { allKinds, type Field, type Kind, PROGRAM } from './memory-layout.ts';
import { nodeOf } from './memory-node.ts';
import { type Way, wayOf } from './memory-ways.ts';
import { BYTES, INT32 } from './oxc-memory.ts';

const bytes = BYTES;
const int32 = INT32;

type Handler = ((node: AstNode) => void) | undefined;

/** What a walk does at one sort of struct. */
interface Stop {
  readonly kind: number;
  readonly handled: boolean;
  /** By the byte at `typeOffset`; the first where the type is fixed. */
  readonly enter: readonly Handler[];
  readonly exit: readonly Handler[];
  readonly typeOffset: number;
  /** Only those under which some handler may be called. */
  steps: readonly Step[];
}

/** Where a walk goes on from a struct. `how` says which of the others count. */
interface Step {
  readonly how: number;
  readonly offset: number;
  /** By the byte that tells, or the only one. */
  readonly stops: readonly (Stop | undefined)[];
  readonly size: number;
  readonly way: Way;
}

/** Nearly all there is: one of several behind a pointer, as it is told by a byte; a list of such; one sort behind a pointer. */
const ONE_OF = 0;
const LIST_OF = 1;
const BOXED = 2;
const OTHERWISE = 3;
const VARIANT_AT = 8;

/** Walks the program at a place of the memory that is looked at. */
export type MemoryWalk = (program: number, skipTypes: boolean) => void;

export function createMemoryWalk(handlers: Handlers): MemoryWalk {
  const withTypes = createPlan(handlers, ALL_WAYS);
  const withoutTypes = createPlan(handlers, WAYS_WITHOUT_TYPES);
  return (program, skipTypes) => {
    const stop = skipTypes ? withoutTypes : withTypes;
    if (stop) walk(stop, program);
  };
}

function walk(stop: Stop, at: number): void {
  const { handled, steps } = stop;
  const told = handled && stop.typeOffset >= 0 ? (bytes[at + stop.typeOffset] as number) : 0;
  if (handled) {
    const enter = stop.enter[told];
    if (enter !== undefined) enter(nodeOf(stop.kind, at));
  }
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index] as Step;
    const { how, stops } = step;
    const from = at + step.offset;
    if (how === ONE_OF) {
      const next = stops[bytes[from] as number];
      if (next !== undefined) walk(next, int32[(from + VARIANT_AT) >> 2] as number);
    } else if (how === LIST_OF) {
      const { size } = step;
      let element = int32[from >> 2] as number;
      const end = element + (int32[(from + 8) >> 2] as number) * size;
      for (; element < end; element += size) {
        const next = stops[bytes[element] as number];
        if (next !== undefined) walk(next, int32[(element + VARIANT_AT) >> 2] as number);
      }
    } else if (how === BOXED) {
      const place = int32[from >> 2] as number;
      if (place !== 0) walk(stops[0] as Stop, place);
    } else walkOtherwise(step, from);
  }
  if (handled) {
    const exit = stop.exit[told];
    if (exit !== undefined) exit(nodeOf(stop.kind, at));
  }
}

function walkOtherwise({ way, stops }: Step, from: number): void {
  const { pointerAt, size } = way;
  if (pointerAt >= 0 && isZero(from + pointerAt)) return;
  if (way.none >= 0 && bytes[from + way.byteAt] === way.none) return;
  if (size === 0) {
    walkElement(way, stops, from);
    return;
  }
  let element = int32[from >> 2] as number;
  const end = element + (int32[(from + 8) >> 2] as number) * size;
  for (; element < end; element += size) walkElement(way, stops, element);
}

function isZero(at: number): boolean {
  return int32[at >> 2] === 0 && int32[(at + 4) >> 2] === 0;
}

function walkElement(way: Way, stops: readonly (Stop | undefined)[], from: number): void {
  let place = way.isBoxed ? (int32[from >> 2] as number) : from;
  const next = stops[way.isTagged ? (bytes[place] as number) : 0];
  if (next === undefined) return;
  if (way.isTagged) {
    place += way.variantAt;
    if (way.isVariantBoxed) place = int32[place >> 2] as number;
  }
  walk(next, place);
}

/** The ways on from each kind. */
type Ways = readonly (readonly Way[])[];

const ALL_WAYS: Ways = waysOf((kind) => kind.steps);
const WAYS_WITHOUT_TYPES: Ways = waysOf((kind) => kind.stepsWithoutTypes);

function waysOf(stepsOf: (kind: Kind) => Field[]): Ways {
  return allKinds().map((kind) => stepsOf(kind).flatMap((field) => wayOf(field, () => true) ?? []));
}

/** The stop of a program; undefined where no handler may be called in it. */
function createPlan(handlers: Handlers, ways: Ways): Stop | undefined {
  const stops = allKinds().map((kind) => createStop(kind, handlers));
  const leads = stops.map(({ handled }) => handled);
  const leadsOn = (way: Way): boolean => way.kinds.some((kind) => leads[kind]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const { kind } of stops) {
      if (leads[kind] || !ways[kind]?.some(leadsOn)) continue;
      leads[kind] = true;
      grew = true;
    }
  }
  const leading = stops.map((stop) => (leads[stop.kind] ? stop : undefined));
  for (const stop of stops) {
    const own = ways[stop.kind]?.filter(leadsOn) ?? [];
    stop.steps = own.map((way) => stepOf(way, leading));
  }
  return leading[PROGRAM.index];
}

function createStop(kind: Kind, handlers: Handlers): Stop {
  const types = kind.typeOffset < 0 ? [kind.type] : kind.typeWords;
  const own = kind.name === REFERENCE ? [REFERENCE] : types;
  const enter = Array.from(own, (type) => (type ? handlers[type]?.enter : undefined));
  const exit = Array.from(own, (type) => (type ? handlers[type]?.exit : undefined));
  const handled = [...enter, ...exit].some((handler) => handler !== undefined);
  return { kind: kind.index, handled, enter, exit, typeOffset: kind.typeOffset, steps: [] };
}

function stepOf(way: Way, leading: readonly (Stop | undefined)[]): Step {
  const stops = Array.from(way.kinds, (kind) => leading[kind]);
  return { how: howToGo(way), offset: way.offset, stops, size: way.size, way };
}

function howToGo(way: Way): number {
  const { isBoxed, isTagged, isVariantBoxed, variantAt, none, size } = way;
  if (none >= 0 || way.pointerAt > 0) return OTHERWISE;
  if (isTagged) {
    if (isBoxed || !isVariantBoxed || variantAt !== VARIANT_AT || way.pointerAt >= 0)
      return OTHERWISE;
    return size === 0 ? ONE_OF : LIST_OF;
  }
  return isBoxed && size === 0 ? BOXED : OTHERWISE;
}

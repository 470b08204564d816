import { byCodeUnit, type JsonValue } from '../pact/lossless-json.ts';
import type { Exchange, NamedValue } from '../recording/model.ts';
import { kindsOf, newShape, observe, type Shape, shapeOf, signatureOf } from './shape.ts';

/** Answers that one interaction can speak for. */
export interface BodyGroup {
  readonly exchanges: readonly Exchange[];
  /** What tells it from its neighbours; empty when it has none. */
  readonly variant: string;
}

const MOST_SHAPES = 4;

/**
 * Answers of one status by shape. Where optional fields make too many of them, two are left: what all
 * have in common, and the fullest.
 */
export function groupByShape(exchanges: readonly Exchange[]): readonly BodyGroup[] {
  const bodies = exchanges.flatMap(({ response }) => jsonOf(response.body) ?? []);
  const all = shapeOf(...bodies);
  const groups = [...Map.groupBy(exchanges, (one) => shapeKey(one, all))].sort(
    ([a, some], [b, others]) => others.length - some.length || byCodeUnit(a, b),
  );
  if (groups.length === 1) return [{ exchanges, variant: '' }];
  if (groups.length > MOST_SHAPES) {
    const fullest =
      groups.toSorted(([a], [b]) => b.length - a.length || byCodeUnit(a, b))[0]?.[1] ?? [];
    return [
      { exchanges, variant: '' },
      { exchanges: fullest, variant: variantOf(fullest, all) || 'with every field' },
    ];
  }
  return named(groups.map(([, some]) => ({ exchanges: some, variant: variantOf(some, all) })));
}

function shapeKey({ response }: Exchange, all: Shape): string {
  const { body } = response;
  if (body?.kind === 'json')
    return `${mediaTypeOf(response.headers)} ${signatureOf(body.value, all)}`;
  return body === undefined ? 'none' : body.kind;
}

/** Without parameters, lower case; undefined if nothing was said. */
export function mediaTypeOf(headers: readonly NamedValue[]): string | undefined {
  const value = headers.find(([name]) => name === 'content-type')?.[1];
  return value?.split(';', 1)[0]?.trim().toLowerCase();
}

export function jsonOf(body: Exchange['response']['body']): readonly JsonValue[] | undefined {
  return body?.kind === 'json' ? [body.value] : undefined;
}

const MOST_WORDS = 3;

function variantOf(some: readonly Exchange[], all: Shape): string {
  const own = newShape();
  for (const { response } of some) {
    for (const value of jsonOf(response.body) ?? []) observe(own, value);
  }
  if (own.samples === 0) return 'without a body that can be read';
  const words = differences(own, all, '');
  const more = words.length - MOST_WORDS;
  return [...words.slice(0, MOST_WORDS), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** Fields that are here and not everywhere, or the other way round. */
function differences(own: Shape, all: Shape, at: string): readonly string[] {
  if (all.object === undefined) return [];
  return [...all.object.members]
    .sort(([a], [b]) => byCodeUnit(a, b))
    .flatMap(([name, wide]) => {
      const place = `${at}${name}`;
      const here = own.object?.members.get(name);
      if (here === undefined) return own.object === undefined ? [] : [`without ${place}`];
      const optional = wide.samples < (all.object?.samples ?? 0);
      const kinds = kindsOf(here);
      const kindsDiffer = kindsOf(wide).length > 1 && kinds.length === 1;
      return [
        ...(optional ? [`with ${place}`] : []),
        ...(kindsDiffer ? [`${place} ${kinds[0] === 'null' ? 'null' : `a ${kinds[0]}`}`] : []),
        ...differences(here, wide, `${place}.`),
      ];
    });
}

/** Every description has to be its own. */
function named(groups: readonly BodyGroup[]): readonly BodyGroup[] {
  const taken = new Set<string>();
  return groups.map((group) => {
    let { variant } = group;
    for (let n = 2; taken.has(variant); n++) variant = `${group.variant} (${n})`;
    taken.add(variant);
    return { ...group, variant };
  });
}

import {
  BOX,
  ENUM,
  type Field,
  type Kind,
  OPTION_BYTE,
  OPTION_POINTER,
  type Shape,
  STRUCT,
  VEC,
} from './memory-layout.ts';

/**
 * How one gets from a struct to what is in one of its fields: what a field says with up to four shapes inside of each
 * other, in one object, since nearly all that reading a tree does is to go such ways.
 */
export interface Way {
  /** From the struct to the field. */
  readonly offset: number;
  /** Where a pointer of zero says that there is nothing; -1 where none says so. */
  readonly pointerAt: number;
  /** Likewise a byte, and what it says then; -1 where none does. */
  readonly byteAt: number;
  readonly none: number;
  /** In a list, bytes between elements, each of which is gone to as what follows says; 0 where it is no list. */
  readonly size: number;
  /** A pointer leads on. */
  readonly isBoxed: boolean;
  /** A byte tells which of several it is. */
  readonly isTagged: boolean;
  readonly variantAt: number;
  readonly isVariantBoxed: boolean;
  /** The sorts of struct by that byte, or the only one: their `index`, 0 for none that is asked for. */
  readonly kinds: Uint16Array;
}

type Draft = { -readonly [key in keyof Way]: Way[key] };

/** Undefined where a field leads to no struct that is asked for. */
export function wayOf({ offset, shape }: Field, isAsked: (kind: Kind) => boolean): Way | undefined {
  const way: Draft = {
    offset,
    pointerAt: -1,
    byteAt: 0,
    none: -1,
    size: 0,
    isBoxed: false,
    isTagged: false,
    variantAt: 0,
    isVariantBoxed: false,
    kinds: NO_KINDS,
  };
  for (let own = shape; ; own = own.inner) {
    switch (own.op) {
      case OPTION_BYTE:
        way.byteAt = own.at;
        way.none = own.none;
        continue;
      case OPTION_POINTER:
        way.pointerAt = own.at;
        continue;
      case VEC:
        way.size = own.size;
        continue;
      case BOX:
        way.isBoxed = true;
        continue;
      case ENUM:
        setVariants(way, own, isAsked);
        break;
      case STRUCT:
        if (isAsked(own.kind)) way.kinds = Uint16Array.of(own.kind.index);
        break;
    }
    return way.kinds.some((kind) => kind > 0) ? way : undefined;
  }
}

const NO_KINDS = new Uint16Array(0);

function setVariants(way: Draft, shape: Shape, isAsked: (kind: Kind) => boolean): void {
  way.isTagged = true;
  way.variantAt = shape.variantOffset;
  way.kinds = new Uint16Array(256);
  // The byte that says that there is none is then no tag of a variant.
  if (way.byteAt === 0) way.none = -1;
  const boxed = shape.variants.filter((variant) => variant?.op === BOX).length;
  way.isVariantBoxed = boxed > 0;
  shape.variants.forEach((variant, tag) => {
    if (!variant) return;
    const end = variant.op === BOX ? variant.inner : variant;
    if (end.op !== STRUCT || way.isVariantBoxed !== (variant.op === BOX))
      throw new Error(`The way through ${shape.name} to ${variant.name} is not known`);
    if (isAsked(end.kind)) way.kinds[tag] = end.kind.index;
  });
}

import type { ExportRoute, Mirroring, Split } from './model.ts';
import { keyKinds } from './problems.ts';

/** A condition beside those of the route: the user is one of these, or the method is one of these. */
export interface Extra {
  /** Header field or cookie that names the user, and the users meant. */
  readonly user?: {
    readonly kind: 'header' | 'cookie';
    readonly name: string;
    readonly among: readonly string[];
  };
  /** A header field that has to be absent, since it would name the user before this does. */
  readonly without?: string;
  readonly methods?: readonly string[];
}

/** One rule of a router that takes rules in order: the first whose conditions fit decides. */
export interface Branch {
  readonly route: ExportRoute;
  readonly extra: Extra;
  /** Where it goes, when it does not split. */
  readonly to: string;
  readonly split: Split | undefined;
  readonly mirror: Mirroring | undefined;
  /** Name among the branches of the route. */
  readonly name: string;
}

/**
 * A route as rules in order, for routers that know conditions and weights and nothing else: who is denied,
 * who is allowed, what is copied, and the rest.
 */
export function branchesOf(route: ExportRoute): readonly Branch[] {
  const base = { route, split: undefined, mirror: undefined };
  const listed = (users: readonly string[], to: string, name: string): Branch[] =>
    users.length === 0
      ? []
      : keyKinds(route).flatMap((kind, index): Branch[] => {
          if (kind === 'address') return [];
          const field = kind === 'header' ? route.sticky.header : route.sticky.cookie;
          const before =
            index > 0 && route.sticky.header !== undefined ? route.sticky.header : undefined;
          const extra: Extra = {
            user: { kind, name: field ?? '', among: users },
            ...(before === undefined ? {} : { without: before }),
          };
          return [{ ...base, extra, to, name: index === 0 ? name : `${name}-${kind}` }];
        });
  const copied = route.split === undefined ? route.mirror : undefined;
  return [
    ...listed(route.deny, 'monolith', 'denied'),
    ...listed(
      route.allow.filter((user) => !route.deny.includes(user)),
      route.service ?? 'monolith',
      'allowed',
    ),
    ...mirrored(route, copied),
    { ...base, extra: {}, to: route.otherwise, split: route.split, name: 'rest' },
  ];
}

/** Only the methods that are copied get a rule with a copy. */
function mirrored(route: ExportRoute, mirror: Mirroring | undefined): Branch[] {
  if (mirror === undefined) return [];
  const methods = mirror.methods.filter((method) => route.methods?.includes(method) ?? true);
  if (methods.length === 0) return [];
  return [
    { route, extra: { methods }, to: route.otherwise, split: undefined, mirror, name: 'copied' },
  ];
}

/** Weights out of ten thousand, as shares have two decimals. */
export function weightsOf({ percent, service }: Split): readonly (readonly [string, number])[] {
  const on = Math.round(percent * 100);
  return [
    [service, on],
    ['monolith', 10_000 - on],
  ];
}

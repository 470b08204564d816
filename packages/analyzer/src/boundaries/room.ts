/** How much room the parts have below the greatest size that a person allows. */
export interface Room<Part> {
  /** Counts a move and answers true, or answers false when the part is full. */
  take: (to: Part, members?: number, from?: Part) => boolean;
}

export function roomIn<Part>(
  membership: Iterable<Part>,
  maximumSize: number = Number.POSITIVE_INFINITY,
): Room<Part> {
  const sizes = new Map<Part, number>();
  for (const part of membership) sizes.set(part, (sizes.get(part) ?? 0) + 1);
  return {
    take: (to, members = 1, from) => {
      const size = (sizes.get(to) ?? 0) + members;
      if (size > maximumSize) return false;
      sizes.set(to, size);
      if (from !== undefined) sizes.set(from, (sizes.get(from) ?? 0) - members);
      return true;
    },
  };
}

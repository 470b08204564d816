/** One HAL link (draft-kelly-json-hal, section 5). */
export interface Link {
  readonly href: string;
  readonly title?: string;
  readonly name?: string;
  readonly templated?: boolean;
}

export function templated(link: Link): Link {
  return { ...link, templated: true };
}

/** Where the documentation of `pb:` relations is found. */
export function curies(base: string, context: string): readonly Link[] {
  return [{ name: 'pb', href: `${base}/doc/{rel}?context=${context}`, templated: true }];
}

/** An object without the members that have no value. */
export function present<T extends object>(object: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(object).filter(([, value]) => value !== undefined && value !== null),
  ) as Partial<T>;
}

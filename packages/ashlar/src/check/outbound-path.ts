/**
 * The target of an outbound call as the analyzer shows it: text with `{holes}` for what is only known
 * when it runs, such as `{INVENTORY_URL}/stock/{sku}?page={page}`.
 */
export interface OutboundTarget {
  /** Host with port, when it is written out. */
  readonly host: string | undefined;
  /** Name of the hole that the target begins with: usually who is called. */
  readonly hole: string | undefined;
  /** Path without query, holes kept; undefined when nothing of it is known. */
  readonly path: string | undefined;
}

export function outboundTarget(text: string): OutboundTarget {
  const [, host, afterHost] = /^https?:\/\/([^/?#]+)(.*)$/.exec(text) ?? [];
  if (host !== undefined) {
    const hole = /^\{([^}]*)\}$/.exec(host)?.[1];
    return { host: hole === undefined ? host : undefined, hole, path: pathIn(afterHost ?? '') };
  }
  const [, hole, afterHole] = /^\{([^}]*)\}(.*)$/.exec(text) ?? [];
  if (hole !== undefined) return { host: undefined, hole, path: pathIn(afterHole ?? '') };
  return {
    host: undefined,
    hole: undefined,
    path: text.startsWith('/') ? pathIn(text) : undefined,
  };
}

function pathIn(text: string): string | undefined {
  const path = text.split(/[?#]/, 1)[0] ?? '';
  return path.startsWith('/') ? path : undefined;
}

/**
 * Whether a request of a pact may be what a call sends. A hole stands for anything within its
 * segment; an address before the path may bring a prefix, so the ends are compared.
 */
export function pathFits(called: string, asked: string): boolean {
  const segments = called.split('/').map((segment) =>
    segment
      .split(/\{[^}]*\}/)
      .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*'),
  );
  return new RegExp(`^(?:/[^/]+)*?${segments.join('/')}/?$`).test(asked);
}

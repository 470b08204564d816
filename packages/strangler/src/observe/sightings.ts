import type { Route } from '../model/routes.ts';
import { endpointOf } from '../routes/endpoint.ts';

/** Every so many requests one is looked at; a prime, so that no rhythm of a client hides any. */
const EVERY = 7;
const MAX_ENDPOINTS = 500;

/** Kinds of request on routes that no service is to take over: what the table says nothing about. */
export class Sightings {
  readonly #seen = new Map<string, { readonly route: string; count: number }>();
  #turn = 0;

  see(route: Route, request: { readonly method: string; readonly target: string }): void {
    if (this.#turn++ % EVERY !== 0) return;
    const endpoint = endpointOf(request.method, request.target, route.match);
    const seen = this.#seen.get(endpoint);
    if (seen !== undefined) seen.count++;
    else if (this.#seen.size < MAX_ENDPOINTS) {
      this.#seen.set(endpoint, { route: route.id, count: 1 });
    }
  }

  /** Most frequent first; the number of requests is an estimate. */
  list(): { endpoint: string; route: string; requests: number }[] {
    return [...this.#seen]
      .map(([endpoint, { route, count }]) => ({ endpoint, route, requests: count * EVERY }))
      .sort((a, b) => b.requests - a.requests || (a.endpoint < b.endpoint ? -1 : 1));
  }
}

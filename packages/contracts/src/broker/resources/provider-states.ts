import { ok, type Reply } from '../http/reply.ts';
import type { Exchange, Resource } from '../http/resource.ts';
import { isFields } from '../http/validate.ts';
import { parseJson, toPlain } from '../json/lossless.ts';
import { selectPacts } from '../selection/select.ts';
import type { Selector } from '../selection/selector.ts';
import { findEnvironment } from '../store/environments.ts';
import { contentBodies } from '../store/publications.ts';
import { pacticipantAt } from './lookup.ts';

interface State {
  readonly name: string;
  readonly params: unknown;
  readonly consumers: Set<string>;
}

function states(path: string, selectorOf: (x: Exchange) => Promise<Selector>): Resource {
  return {
    path: `/pacts/provider/:provider/provider-states${path}`,
    methods: { GET: { run: async (x) => show(x, await selectorOf(x)) } },
  };
}

/** The states that consumers count on, so that a provider can see which ones to set up. */
async function show(x: Exchange, selector: Selector): Promise<Reply> {
  const provider = await pacticipantAt(x, 'provider');
  const selected = await selectPacts(x.s, provider, [selector], true);
  const pacts = selected.map(({ pact }) => pact).sort((a, b) => a.id - b.id);
  const bodies = await contentBodies(
    x.s,
    pacts.map(({ contentId }) => contentId),
  );
  const found = new Map<string, State>();
  for (const pact of pacts) {
    for (const { name, params } of statesIn(bodies.get(pact.contentId) ?? '{}')) {
      const key = JSON.stringify([name, params]);
      const state = found.get(key) ?? { name, params, consumers: new Set() };
      state.consumers.add(pact.consumer);
      found.set(key, state);
    }
  }
  const sorted = [...found.values()].sort((a, b) =>
    a.name < b.name ? -1 : a.name > b.name ? 1 : 0,
  );
  return ok({
    providerStates: sorted.map(({ name, params, consumers }) => ({
      name,
      ...(params === undefined ? {} : { params }),
      consumers: [...consumers],
    })),
  });
}

function statesIn(body: string): { name: string; params: unknown }[] {
  const pact = toPlain(parseJson(body));
  if (!isFields(pact)) return [];
  const items = [pact.messages, pact.interactions].flatMap((list: unknown) =>
    Array.isArray(list) ? list.filter(isFields) : [],
  );
  return items.flatMap((item) => {
    const state = item.providerState;
    if (typeof state === 'string') return [{ name: state, params: undefined }];
    const list: unknown = item.providerStates;
    if (!Array.isArray(list)) return [];
    return list
      .filter(isFields)
      .map((one) => ({ name: String(one.name ?? ''), params: one.params ?? undefined }));
  });
}

export const providerStateResources: readonly Resource[] = [
  states('', async () => ({ mainBranch: true })),
  states('/branch/:branch', async (x) => ({ branch: x.path.get('branch'), latest: true })),
  states('/environment/:environment', async (x) => {
    // Clients send the name, the documented link has the UUID: both will do.
    const given = x.path.get('environment');
    const environment = x.settings.compat ? undefined : await findEnvironment(x.s, given);
    return { environment: environment?.name ?? given };
  }),
];

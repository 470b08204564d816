import { pageMembers, pageOf } from '../http/paging.ts';
import { textOf } from '../http/query.ts';
import { NO_CONTENT, notFoundParticipant, ok, type Reply } from '../http/reply.ts';
import { type Exchange, HAL, type Resource } from '../http/resource.ts';
import {
  deleteIntegration,
  type Integration,
  integrationGroup,
  listIntegrations,
} from '../store/integrations.ts';
import { deleteEveryPacticipant } from '../store/pacticipants.ts';
import { latestPacts } from '../store/pacts.ts';
import { networkPage } from '../ui/network.ts';
import { pacticipantAt } from './lookup.ts';

const GRAPHVIZ = 'text/vnd.graphviz';

const collection: Resource = {
  path: '/integrations',
  provides: [HAL, GRAPHVIZ, 'text/html'],
  methods: {
    GET: {
      async run(x) {
        if (x.type === 'text/html') return ok(await networkPage(x));
        const page = pageOf(x.query);
        const search = textOf(x.query, 'q');
        const { items, total } = await listIntegrations(x.s, { search, page, order: 'activity' });
        if (x.type === GRAPHVIZ) return ok(asGraph(items));
        return ok(represent(items, page && pageMembers(page, total, x.url), x));
      },
    },
    DELETE: {
      async run(x) {
        await deleteEveryPacticipant(x.s);
        return NO_CONTENT;
      },
    },
  },
};

function asGraph(integrations: readonly Integration[]): string {
  const edges = integrations.map(
    ({ consumer, provider }) => `  ${JSON.stringify(consumer)} -> ${JSON.stringify(provider)}`,
  );
  return `digraph {\n${edges.join('\n')}\n}\n`;
}

function represent(
  integrations: readonly Integration[],
  paging: ReturnType<typeof pageMembers> | undefined,
  x: Exchange,
): object {
  const { urls } = x;
  return {
    ...(paging === undefined ? {} : { page: paging.page }),
    _embedded: {
      integrations: integrations.map(({ consumer, provider }) => {
        const path = ['provider', provider, 'consumer', consumer];
        return {
          consumer: { name: consumer },
          provider: { name: provider },
          _links: {
            'pb:dashboard': {
              title: 'BETA: Pacts to show on the dashboard',
              href: urls.at('dashboard', ...path),
            },
            'pb:matrix': {
              title: `Matrix of pacts/verification results for ${consumer} and ${provider}`,
              // Relative to the host, as the protocol has it.
              href: urls.at('matrix', ...path).slice(new URL(urls.base).origin.length),
            },
            'pb:group': { href: urls.pacticipant(consumer) },
            'pb:delete_integration': {
              title: `Delete the integration between ${consumer} and ${provider}`,
              href: urls.at('integrations', ...path),
            },
          },
        };
      }),
    },
    _links: {
      self: { href: urls.at('integrations'), title: 'All integrations' },
      ...paging?.links,
    },
  };
}

const single: Resource = {
  path: '/integrations/provider/:provider/consumer/:consumer',
  // It has nothing to show, and says so to clients that insist on HAL: use `*/*` to delete.
  provides: ['text/html'],
  allow: 'OPTIONS, DELETE',
  methods: {
    DELETE: {
      async run(x) {
        const consumer = await pacticipantAt(x, 'consumer');
        const provider = await pacticipantAt(x, 'provider');
        await deleteIntegration(x.s, consumer.id, provider.id);
        return NO_CONTENT;
      },
    },
  },
};

/** Applications as lines of `id, name, 1, 1, 0, order, ids of providers…`, filled up with zeros. */
function relationshipsCsv(integrations: readonly Integration[]): string {
  const lines = new Map<number, (string | number)[]>();
  const lineOf = (id: number, name: string): (string | number)[] => {
    const line = lines.get(id) ?? [id, name, 1, 1, 0, lines.size + 1];
    lines.set(id, line);
    return line;
  };
  for (const { consumerId, consumer, providerId, provider } of integrations) {
    const line = lineOf(consumerId, consumer);
    lineOf(providerId, provider);
    line.push(providerId);
  }
  const width = Math.max(0, ...[...lines.values()].map((line) => line.length));
  return [...lines.values()]
    .map((line) =>
      [...line, ...new Array<number>(width - line.length).fill(0)].map(csvCell).join(','),
    )
    .map((line) => `${line}\n`)
    .join('');
}

function csvCell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function keyOf(one: { readonly consumerId: number; readonly providerId: number }): string {
  return `${one.consumerId} ${one.providerId}`;
}

const relationships: Resource = {
  path: '/relationships',
  provides: ['text/csv'],
  methods: {
    GET: {
      async run(x) {
        const { items } = await listIntegrations(x.s);
        const withPacts = new Set((await latestPacts(x.s)).map(keyOf));
        return ok(relationshipsCsv(items.filter((one) => withPacts.has(keyOf(one)))));
      },
    },
  },
};

const group: Resource = {
  path: '/groups/:pacticipant',
  provides: ['text/csv'],
  methods: { GET: { run: showGroup } },
};

async function showGroup(x: Exchange): Promise<Reply> {
  const name = x.path.get('pacticipant').replace(/\.csv$/, '');
  const { items: integrations } = await listIntegrations(x.s);
  const connected = integrationGroup(integrations, name);
  if (connected.length === 0 && !integrations.some(({ consumer }) => consumer === name)) {
    throw notFoundParticipant('pacticipant', name);
  }
  return ok(relationshipsCsv(connected));
}

export const integrationResources: readonly Resource[] = [collection, single, relationships, group];

/** What one party asks of another, by the pacts between them; drafts that nobody accepted do not count. */
export interface ContractEdge {
  readonly consumer: string;
  readonly provider: string;
  /** Requests of the interactions, as written in the pacts. */
  readonly requests: readonly { readonly method: string; readonly path: string }[];
  /** Messages: description, metadata and content of each as one text, to be searched for a topic. */
  readonly messages: readonly string[];
}

/** Joins the pacts of each pair; sorted by consumer and provider. */
export function contractEdges(pacts: readonly unknown[]): readonly ContractEdge[] {
  const found = new Map<string, ContractEdge>();
  for (const pact of pacts) {
    const edge = edgeOf(pact);
    if (edge === undefined) continue;
    const key = JSON.stringify([edge.consumer, edge.provider]);
    const known = found.get(key);
    found.set(
      key,
      known === undefined
        ? edge
        : {
            ...edge,
            requests: [...known.requests, ...edge.requests],
            messages: [...known.messages, ...edge.messages],
          },
    );
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, edge]) => edge);
}

type Json = Readonly<Record<string, unknown>>;

const record = (value: unknown): Json =>
  typeof value === 'object' && value !== null ? (value as Json) : {};
const list = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.map(record) : []);

function edgeOf(pact: unknown): ContractEdge | undefined {
  const { consumer, provider, interactions, messages } = record(pact);
  const [asks, gives] = [record(consumer).name, record(provider).name];
  if (typeof asks !== 'string' || typeof gives !== 'string') return undefined;
  const accepted = list(interactions).filter((one) => !isDraft(one));
  const sent = accepted.filter(({ type }) => /messages$/i.test(String(type)));
  const asked = accepted.filter(({ type }) => type === undefined || /http$/i.test(String(type)));
  return {
    consumer: asks,
    provider: gives,
    requests: asked.map(({ request }) => {
      const { method, path } = record(request);
      return { method: String(method ?? 'GET').toUpperCase(), path: String(path ?? '') };
    }),
    messages: [...list(messages).filter((one) => !isDraft(one)), ...sent].map((message) =>
      JSON.stringify(message),
    ),
  };
}

/** `comments.ashlar.draft` marks what `ashlar draft` has written and nobody has accepted. */
function isDraft(interaction: Json): boolean {
  return record(record(interaction.comments).ashlar).draft !== undefined;
}

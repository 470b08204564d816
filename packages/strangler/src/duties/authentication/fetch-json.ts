const MAX_BYTES = 262_144;

/**
 * A small JSON answer of a server that the table names. Redirects are not followed: they would lead
 * to servers that it does not name.
 *
 * @throws Error in words that fit a log line: no answer, none in time, none that is JSON
 */
export async function fetchJson(
  url: string,
  {
    timeoutMs,
    ...request
  }: {
    readonly timeoutMs: number;
    readonly method?: string;
    readonly headers?: Record<string, string>;
    readonly body?: string;
  },
): Promise<{ readonly status: number; readonly value: unknown }> {
  const answer = await fetch(url, {
    ...request,
    headers: { accept: 'application/json', ...request.headers },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  });
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of answer.body ?? []) {
    size += piece.length;
    if (size > MAX_BYTES) throw new Error(`its answer is longer than ${MAX_BYTES} bytes`);
    pieces.push(piece);
  }
  const text = Buffer.concat(pieces).toString('utf8');
  if (answer.status !== 200) return { status: answer.status, value: undefined };
  return { status: answer.status, value: JSON.parse(text) as unknown };
}

import type { RequestHead } from '../http/request.ts';
import type { Limits, RouteLimits } from '../model/routes.ts';

type Answer = readonly [status: number, detail: string];

export const BODY_TOO_LARGE: Answer = [413, 'The request body is larger than this route takes.'];

/** Why a route does not take a request, by what its head says. `table` has been checked already. */
export function refusedBy(
  { headBytes, headerCount, bodyBytes }: RouteLimits,
  table: Limits,
  head: RequestHead,
): Answer | undefined {
  const { framing, fields } = head;
  if (bodyBytes > 0 && framing.kind === 'length' && framing.length > bodyBytes) {
    return BODY_TOO_LARGE;
  }
  if (fields.length > headerCount * 2) return [431, 'Refused: too many header fields.'];
  if (headBytes === table.headBytes) return undefined;
  return headSize(head) > headBytes ? [431, 'Refused: the header section is too long.'] : undefined;
}

/** Bytes of a request's head as HTTP/1.1 would send it, without its last empty line. */
export function headSize({
  method,
  target,
  fields,
}: Pick<RequestHead, 'method' | 'target' | 'fields'>): number {
  // Colon, space and line end of a field; the request line has as many beside its two words.
  let size = method.length + target.length + ' HTTP/1.1 \r\n'.length;
  for (let i = 0; i < fields.length; i += 2) {
    size += (fields[i] as string).length + (fields[i + 1] as string).length + 4;
  }
  return size;
}

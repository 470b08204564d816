import type { RequestHead } from '../http/request.ts';

/** The head without the fields whose lower-case name `drop` holds for. */
export function withoutFields(head: RequestHead, drop: (name: string) => boolean): RequestHead {
  const fields: string[] = [];
  const names: string[] = [];
  for (let i = 0; i < head.names.length; i++) {
    const name = head.names[i] as string;
    if (drop(name)) continue;
    names.push(name);
    fields.push(head.fields[i * 2] as string, head.fields[i * 2 + 1] as string);
  }
  return { ...head, fields, names };
}

import type { FieldChanges } from '../../model/duties.ts';

/** Header fields with their names in lower case, one per pair. */
export interface NamedFields {
  readonly fields: readonly string[];
  readonly names: readonly string[];
}

/** Changes header fields; undefined when there is nothing to change, ever. */
export function fieldChanger({
  rename,
  remove,
  set,
  add,
}: FieldChanges): (<Head extends NamedFields>(head: Head) => Head) | undefined {
  const renamed = new Map(
    Object.entries(rename).map(([from, to]) => [from.toLowerCase(), to] as const),
  );
  const gone = new Set([...remove, ...Object.keys(set)].map((name) => name.toLowerCase()));
  const more = [...Object.entries(set), ...Object.entries(add)];
  if (renamed.size === 0 && gone.size === 0 && more.length === 0) return undefined;
  return (head) => {
    const fields: string[] = [];
    const names: string[] = [];
    const put = (name: string, value: string): void => {
      fields.push(name, value);
      names.push(name.toLowerCase());
    };
    for (let i = 0; i < head.names.length; i++) {
      const own = head.names[i] as string;
      const name = renamed.get(own) ?? (head.fields[i * 2] as string);
      if (!gone.has(name.toLowerCase())) put(name, head.fields[i * 2 + 1] as string);
    }
    for (const [name, value] of more) put(name, value);
    return { ...head, fields, names };
  };
}

/** The values that a template shows: matchers give way to their examples. */
export function exampleIn(template: unknown): unknown {
  if (Array.isArray(template)) return template.map(exampleIn);
  if (typeof template !== 'object' || template === null) return template;
  if ('toJSON' in template && typeof template.toJSON === 'function') return template.toJSON();
  if ('pact:matcher:type' in template) return exampleIn((template as { value?: unknown }).value);
  return Object.fromEntries(
    Object.entries(template).map(([name, member]) => [name, exampleIn(member)]),
  );
}

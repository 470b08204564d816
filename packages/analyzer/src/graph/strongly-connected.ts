/**
 * Strongly connected components (Tarjan 1972), members and components sorted. Recursion depth is
 * bounded by the number of nodes; meant for graphs of domains, not of files.
 */
export function stronglyConnected(
  nodes: readonly string[],
  arcs: readonly { from: string; to: string }[],
): string[][] {
  const next = new Map<string, string[]>(nodes.map((node) => [node, []]));
  for (const { from, to } of arcs) next.get(from)?.push(to);
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const components: string[][] = [];
  const visit = (node: string): number => {
    const number = order.size;
    order.set(node, number);
    let lowest = number;
    stack.push(node);
    onStack.add(node);
    for (const other of next.get(node) ?? []) {
      if (!order.has(other)) lowest = Math.min(lowest, visit(other));
      else if (onStack.has(other)) lowest = Math.min(lowest, order.get(other) ?? number);
    }
    low.set(node, lowest);
    if (lowest === number) {
      const component: string[] = [];
      for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
        onStack.delete(member);
        component.push(member);
        if (member === node) break;
      }
      components.push(component.sort());
    }
    return lowest;
  };
  for (const node of nodes) if (!order.has(node)) visit(node);
  return components.sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));
}

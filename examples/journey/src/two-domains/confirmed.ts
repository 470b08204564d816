import type { StoryRunning } from './steps/start.ts';

/** Numbers of the orders that the shop has confirmed itself, smallest first. */
export async function confirmedByShop({
  databases,
  shopDatabase,
}: StoryRunning): Promise<number[]> {
  const rows = await databases.query<{ id: string }>(
    shopDatabase,
    `select substring(subject from '\\d+') as id from email_messages
      where template = 'order-confirmation' and subject like 'Your order %'`,
  );
  return rows.map(({ id }) => Number(id)).sort((a, b) => a - b);
}

/** The same of the service: rehearsed are those that the shop confirms, and it only would have. */
export async function confirmedByService(
  report: string,
): Promise<Readonly<Record<'rehearsed' | 'sent', readonly number[]>>> {
  const lines = (await (await fetch(report)).json()) as string[];
  const rehearsed = lines.filter((line) => line.startsWith('(rehearsed) '));
  const sent = lines.filter((line) => !line.startsWith('('));
  return { rehearsed: rehearsed.map(orderOf), sent: sent.map(orderOf) };
}

const orderOf = (line: string): number => Number(/Order (\d+):/.exec(line)?.[1]);

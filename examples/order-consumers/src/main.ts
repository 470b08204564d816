import { analytics } from './analytics.ts';
import { notifications } from './notifications.ts';
import { serve } from './serve.ts';

const USAGE =
  'usage: node src/main.ts notifications|analytics [--port N] [--data FILE] [--since TIME]\n';
const CONSUMERS = { notifications, analytics };

const [name = '', ...options] = process.argv.slice(2);
const option = (flag: string) => {
  const at = options.indexOf(flag);
  return at === -1 ? undefined : options[at + 1];
};
const create = Object.hasOwn(CONSUMERS, name)
  ? CONSUMERS[name as keyof typeof CONSUMERS]
  : undefined;
if (create === undefined) {
  process.stderr.write(USAGE);
  process.exitCode = 2;
} else {
  const consumer = create(option('--data'), option('--since'));
  const running = await serve(consumer, Number(option('--port') ?? 0), (fields) => {
    process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...fields })}\n`);
  });
  process.stdout.write(
    `${JSON.stringify({ events: running.eventsUrl, report: running.reportUrl })}\n`,
  );
  const stop = () => {
    running.close().then(() => {
      consumer.close();
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

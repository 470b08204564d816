import { openSpanExport } from '@ashlar-examples/spans';
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
  const log = (fields: Readonly<Record<string, unknown>>): void => {
    process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), ...fields })}\n`);
  };
  const endpoint = process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  const spans = openSpanExport({ service: consumer.name, endpoint });
  const running = await serve(consumer, Number(option('--port') ?? 0), log, spans);
  process.stdout.write(
    `${JSON.stringify({ events: running.eventsUrl, report: running.reportUrl })}\n`,
  );
  const stop = () => {
    running.close().then(() => {
      consumer.close();
      return spans.close();
    });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

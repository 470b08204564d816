import type { Command } from 'commander';
import type { Rim } from '../command.ts';
import { count, percentage, port } from '../terminal/numbers.ts';
import { forget, hold, promote, rearm, recheck, rehearse, rollback } from './proxy/change.ts';
import { checkTable, explainLive } from './proxy/check.ts';
import { initTable } from './proxy/init.ts';
import { diff, history, reload, status } from './proxy/observe.ts';
import { progress } from './proxy/progress.ts';
import { LOOPBACK, type ServeOptions, serve } from './proxy/serve.ts';
import { writeSlo } from './proxy/slo.ts';
import { tail } from './proxy/tail.ts';

const DEFAULT_ADMIN = 'http://127.0.0.1:8081';

const examples = `
Examples:
  $ ashlar proxy routes.yaml --port 8080 --admin-port 8081
  $ ashlar proxy routes.yaml --state redis://127.0.0.1:6379 --fleet shop
  $ ashlar proxy init inventory --from-plan plan.json --out routes.yaml
  $ ashlar proxy check routes.yaml --explain "GET /inventory/stock/SKU-1"
  $ ashlar proxy promote inventory --to canary --percent 25
  $ ashlar proxy diff inventory
  $ ashlar proxy rehearse inventory
  $ ashlar proxy promote inventory --force --why "incident 7" --until 2d
  $ ashlar proxy rollback inventory --why "support tickets"`;

export function defineProxy(program: Command, rim: Rim): void {
  const proxy = program
    .command('proxy')
    .description('route traffic between the monolith and its services, one endpoint at a time')
    .argument('[routes]', 'the route table (routes.yaml)')
    .option('--port <number>', 'port to listen on; 0 takes a free one', port, 8080)
    .option('--host <address>', 'address to listen on', LOOPBACK)
    .option(
      '--admin-port <number>',
      'port of the admin API and dashboard; token in ASHLAR_ADMIN_TOKEN',
      port,
      8081,
    )
    .option('--admin-host <address>', 'address of the admin API; others need a token', LOOPBACK)
    .option(
      '--state <file>',
      'where route states survive a restart; the decision log lies beside it. Or redis://host:6379, which several proxies share',
    )
    .option('--fleet <name>', 'proxies of one name share their states, with --state redis://…')
    .option(
      '--recordings <folder>',
      'where routes that say "record" leave their samples, for `ashlar draft`',
      'recordings',
    )
    .option('--broker-url <url>', 'Pact broker that is asked before a route advances')
    .option('--broker-timeout <ms>', 'how long one request to it may take', count)
    .option(
      '--recheck <seconds>',
      'how often contracts of routes with users on the service are asked about again',
      count,
      60,
    )
    .option(
      '--tls-cert <file>',
      'certificate (PEM) to serve TLS and HTTP/2 with; SIGHUP and reload read it again',
    )
    .option('--tls-key <file>', 'its private key (PEM)')
    .option(
      '--tls-client-ca <file>',
      'serve only clients with a certificate of this authority (PEM); read again likewise',
    )
    .option(
      '--processes <number>',
      'so many processes on the port (Linux); needs --state',
      count,
      1,
    )
    .addHelpText('after', examples)
    .action((routes: string | undefined, options: ServeOptions, command: Command) => {
      if (routes === undefined) command.error("error: missing required argument 'routes'");
      return serve(routes, options, rim);
    });

  proxy
    .command('check')
    .description('explain a route table and find routes that can never match')
    .argument('<routes>', 'the route table')
    .option('--explain <request>', 'where would this go, and why? for example "GET /orders/7"')
    .option('--header <name:value...>', 'headers of the request to explain')
    .option('--json', 'as JSON')
    .action((routes: string, options) => checkTable(routes, options, rim));

  proxy
    .command('init')
    .description('write a route table for the domain that a plan has chosen')
    .argument('<domain>', 'the domain to extract')
    .requiredOption('--from-plan <file>', 'plan.json, as `ashlar plan` writes it')
    .option('--monolith <url>', 'where the monolith listens', 'http://127.0.0.1:3000')
    .option('--service <url>', 'where the new service listens', 'http://127.0.0.1:4000')
    .option('--out <file>', 'write there instead of to standard output')
    .action((domain: string, options) => initTable(domain, options, rim));

  proxy
    .command('slo')
    .description('write Prometheus alerts for the objectives of a table, and a Grafana dashboard')
    .argument('<routes>', 'the route table')
    .option('--out <file>', 'write the rules there instead of to standard output')
    .option('--dashboard <file>', 'write a Grafana dashboard there; without --out, nothing else')
    .action((routes: string, options) => writeSlo(routes, options, rim));

  observing('tail', 'show requests as they end')
    .option('--route <id>', 'of one route only')
    .option('--failures', 'only 5xx, broken answers and upstreams that failed')
    .action((options) => tail(options, rim));
  observing('status', 'every route: its state, traffic and parity').action((options) =>
    status(options, rim),
  );
  observing('history', 'what was decided, by whom and why')
    .option('--route <id>', 'of one route only')
    .option('--limit <number>', 'newest so many', count)
    .action((options) => history(options, rim));
  observing('diff', 'how the service answers differently from the monolith, grouped by cause')
    .argument('<route>', 'route id')
    .action((route: string, options) => diff(route, options, rim));

  observing('progress', 'how much is strangled, and what the monolith can do without')
    .option('--analysis <file>', 'analysis.json of the monolith, for its endpoints')
    .option('--days <number>', 'days at 100 % before code may be deleted', count, 7)
    .action((options) => progress(options, rim));
  observing('explain', 'where would this request go now, and why?')
    .argument('<request>', 'for example "GET /orders/7"')
    .option('--header <name:value...>', 'headers of the request')
    .action((request: string, options) => explainLive(request, options, rim));
  observing('recheck', 'ask the contracts of routes with users on the service again, now').action(
    (options) => recheck(options, rim),
  );
  observing('reload', 'make the running proxy read its table and certificates again').action(
    (options) => reload(options, rim),
  );

  changing('promote', 'move a route one step towards the service, past the gates')
    .option('--to <state>', 'shadow, canary, service, dark or monolith')
    .option('--percent <number>', 'share of callers, with --to canary', percentage)
    .option('--rearm', 'also re-arm a route that was rolled back')
    .option('--force', 'although a gate says no; needs --by, --why and --until, and is logged')
    .option('--until <time>', 'with --force: for how long (8h, 2d), or until when (2030-01-31)')
    .action((route: string, options) => promote(route, options, rim));
  changing('hold', 'freeze a route: no step by itself')
    .option('--release', 'lift the hold')
    .action((route: string, options) => hold(route, options, rim));
  changing('rollback', 'back to the monolith, at once').action((route: string, options) =>
    rollback(route, options, rim),
  );
  changing('rehearse', 'take users back to the monolith for some seconds, to see that it works')
    .option('--seconds <number>', 'how long; at most 20', count, 5)
    .action((route: string, options) => rehearse(route, options, rim));
  changing('rearm', 'let a route that was rolled back advance again').action(
    (route: string, options) => rearm(route, options, rim),
  );
  changing('forget', 'start comparing anew, after a repair or a change of rules').action(
    (route: string, options) => forget(route, options, rim),
  );

  function observing(name: string, description: string): Command {
    return proxy
      .command(name)
      .description(description)
      .option('--admin <url>', 'admin address of the running proxy', DEFAULT_ADMIN)
      .option('--json', 'as JSON');
  }

  function changing(name: string, description: string): Command {
    return observing(name, description)
      .argument('<route>', 'route id')
      .option('--by <name>', 'who decides')
      .option('--why <reason>', 'for the decision log');
  }
}

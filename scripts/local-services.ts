import { connect } from 'node:net';

/** Servers that the suites and the examples talk to, each by the name of the variable that says where it is. */
export type Service = 'POSTGRES' | 'REDIS' | 'NATS' | 'AMQP';

/** From DATABASE_URL, REDIS_URL, NATS_URL and AMQP_URL, else the usual local ports. */
export function localServices(env: NodeJS.ProcessEnv): Readonly<Record<Service, string>> {
  return {
    POSTGRES: env.DATABASE_URL ?? 'postgres://root@127.0.0.1:5432/test',
    REDIS: env.REDIS_URL ?? 'redis://127.0.0.1:6379',
    NATS: env.NATS_URL ?? 'nats://127.0.0.1:4222',
    AMQP: env.AMQP_URL ?? 'amqp://guest:guest@127.0.0.1:5672',
  };
}

/** Whether somebody takes connections at the host and port of the address, within two seconds. */
export function answers(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port), timeout: 2_000 });
    const finish = (reachable: boolean): void => {
      socket.destroy();
      resolve(reachable);
    };
    socket.once('connect', () => finish(true));
    socket.once('error', () => finish(false));
    socket.once('timeout', () => finish(false));
  });
}

export const BUS_NAME: RegExp =
  /(?:event|bus|emitter|broker|pubsub|publisher|subscriber|mediator|dispatcher|hub|channel|nats|kafka|amqp|rabbit|producer|consumer|messaging|signals?)s?_?$|^(?:events?|bus|emitter)/i;

export const QUEUE_NAME: RegExp = /(?:queue|worker|jobs?)s?_?$/i;

export const BUS_PACKAGES: ReadonlySet<string> = new Set([
  'events',
  'eventemitter2',
  'eventemitter3',
  'emittery',
  'mitt',
  'nanoevents',
  '@nestjs/event-emitter',
  '@nestjs/cqrs',
  '@nestjs/microservices',
  'kafkajs',
  'amqplib',
  'amqp-connection-manager',
  'nats',
  '@nats-io/transport-node',
  'pg-boss',
  'bull',
  'bullmq',
  'bee-queue',
  '@nestjs/bull',
  '@nestjs/bullmq',
  'typed-emitter',
  'rhea',
  '@aws-sdk/client-sns',
  '@aws-sdk/client-sqs',
  'sqs-consumer',
  'sqs-producer',
  'redis',
  'ioredis',
  'postal',
  'pubsub-js',
  'graphql-subscriptions',
  'faktory-worker',
  'agenda',
]);

export const QUEUE_PACKAGES: ReadonlySet<string> = new Set([
  'bull',
  'bullmq',
  'bee-queue',
  '@nestjs/bull',
  '@nestjs/bullmq',
]);

/** Events of sockets, streams, processes and connections: wiring, not domain. */
export const TECHNICAL: ReadonlySet<string> = new Set(
  'data error end close finish connect exit drain readable open listening ready connection disconnect disconnecting message SIGTERM SIGINT SIGHUP SIGUSR1 SIGUSR2 uncaughtException unhandledRejection uncaughtExceptionMonitor warning beforeExit request response upgrade pipe unpipe timeout abort aborted reconnect reconnecting disconnected connected error_ secureConnection clientError checkout acquire remove release change add unlink all raw log_ completed failed stalled progress active waiting notice notification query destroy clone spawn rename'.split(
    ' ',
  ),
);

import type { Config, ServiceConfig } from '../config/config.ts';
import { fitsGlob } from './glob.ts';
import { type OutboundTarget, outboundTarget } from './outbound-path.ts';

export interface OutboundUse {
  readonly file: string;
  readonly line: number;
  readonly target: string;
}

/** Which declared service a file is part of; undefined for the codebase itself. */
export function serviceOf(config: Config, file: string): string | undefined {
  return Object.entries(config.services).find(([, { source }]) =>
    source.some((glob) => fitsGlob(file, glob)),
  )?.[0];
}

/**
 * Which declared service a call goes to: by the file it is in, by the host of its `url`, by `calledAs`, or because the file
 * reads the environment key of one service and no other. Undefined when none of it tells.
 *
 * @param keys environment keys that the file of the call reads
 */
export function calledService(
  config: Config,
  call: OutboundUse,
  keys: ReadonlySet<string>,
): string | undefined {
  const target = outboundTarget(call.target);
  const services = Object.entries(config.services);
  const client = services.find(([, { clients }]) =>
    clients.some((glob) => fitsGlob(call.file, glob)),
  );
  if (client !== undefined) return client[0];
  const named = services.find(([, service]) => isNamed(service, target, call.target));
  if (named !== undefined) return named[0];
  // Written out, and nobody's: the call leaves for somewhere else.
  if (target.host !== undefined) return undefined;
  const read = services.filter(([, { env }]) => env.some((key) => keys.has(key)));
  return read.length === 1 ? read[0]?.[0] : undefined;
}

function isNamed({ url, env, calledAs }: ServiceConfig, target: OutboundTarget, text: string) {
  if (target.host !== undefined && url !== null && hostOf(url) === target.host) return true;
  if (target.hole !== undefined && env.includes(target.hole)) return true;
  return calledAs.some(
    (glob) => glob === target.hole || glob === target.host || fitsGlob(text, glob),
  );
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined;
}

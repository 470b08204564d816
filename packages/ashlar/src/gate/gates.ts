import type { BrokerConnection } from '@ashlar/contracts';
import type { Gate } from '@ashlar/strangler';
import { apiDocumentGate } from './api-document.ts';
import { atOnceGate } from './at-once.ts';
import { canIDeployGate, noBrokerGate } from './can-i-deploy.ts';
import { ownerGate } from './owner.ts';
import { rehearsalGate } from './rehearsal.ts';
import { telemetryGate } from './telemetry.ts';

/**
 * Everything that is asked before a route advances, beside what the proxy knows by itself. In the
 * order in which answers are shown.
 *
 * @param folder where the route table lies; paths in it are read from there
 * @param ownerOf who answers for an upstream according to ashlar.yaml
 */
export function proxyGates(
  broker: BrokerConnection | null,
  folder: string,
  ownerOf: (upstream: string) => string | null,
): readonly Gate[] {
  return [
    broker === null ? noBrokerGate() : canIDeployGate(broker),
    apiDocumentGate({ folder, broker }),
    telemetryGate,
    ownerGate(ownerOf),
    rehearsalGate,
    atOnceGate,
  ];
}

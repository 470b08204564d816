import type { ExportTarget } from './model.ts';
import { envoy } from './targets/envoy.ts';
import { gatewayApi } from './targets/gateway-api.ts';
import { haproxy } from './targets/haproxy.ts';
import { kong } from './targets/kong.ts';
import { nginx } from './targets/nginx.ts';
import { traefik } from './targets/traefik.ts';

/** Every router that a table can be exported to; all pass one shared suite. */
export const EXPORT_TARGETS: readonly ExportTarget[] = [
  gatewayApi,
  envoy,
  nginx,
  haproxy,
  traefik,
  kong,
];

export const DASHBOARD_POLICY = "default-src 'none'";

export function dashboardPage(): string {
  return '<!doctype html><title>Ashlar proxy</title>';
}

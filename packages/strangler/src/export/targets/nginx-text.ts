export function server(host: string, port: number): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** A name as NGINX takes it without quotes. */
export function word(name: string): string {
  return name.replace(/[^A-Za-z0-9_]/g, (sign) => `_${sign.charCodeAt(0).toString(16)}_`);
}

export function regex(text: string): string {
  return quoted(`~${text}`);
}

/** Quoted for NGINX; a dollar sign in a regular expression is no variable. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
}

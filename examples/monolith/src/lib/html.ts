/** Server-rendered pages: a tagged template that escapes what it interpolates. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

function render(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return escapeHtml(String(value ?? ''));
}

export function html(strings: TemplateStringsArray, ...values: unknown[]): Html {
  const parts = strings.map((text, index) =>
    index < values.length ? text + render(values[index]) : text,
  );
  return new Html(parts.join(''));
}

const STYLE = new Html(`
  body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 64rem; padding: 1rem; }
  header { display: flex; justify-content: space-between; border-bottom: 1px solid #ccc; }
  ul.products { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 1rem; list-style: none; padding: 0; }
  ul.products li { border: 1px solid #ddd; border-radius: .5rem; padding: 1rem; }
  .low { color: #a33; } .price { font-weight: 600; }
  table { border-collapse: collapse; } td, th { padding: .25rem .75rem; text-align: left; }
`);

export function page(title: string, body: Html): string {
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head>
<body><header><h1><a href="/">Granite Goods</a></h1></header><main>${body}</main></body>
</html>`.text;
}

/** Pages of the demo's stand-ins for the tools beside a console: what was asked for, plainly shown, so that a link can be seen to arrive. */

export interface ToolPage {
  title: string;
  /** e.g. "Grafana". */
  tool: string;
  rows: readonly (readonly [string, string])[];
  /** Further HTML, made by the tool itself. */
  body?: string;
  script?: string;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const style = `body{margin:0;font:14px/1.5 system-ui,sans-serif;color:#1c2330;background:#f6f7f9}
header{padding:12px 24px;background:#20262f;color:#fff;display:flex;gap:12px;align-items:baseline}
header small{color:#aab3c0}main{max-width:920px;margin:24px auto;padding:0 24px}
section{background:#fff;border:1px solid #dfe3e8;border-radius:6px;padding:16px 20px;margin-bottom:16px}
h1{font-size:20px;margin:0 0 12px}table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:5px 12px 5px 0;border-bottom:1px solid #edf0f3;vertical-align:top;overflow-wrap:anywhere}
th{width:180px;font-weight:500;color:#5b6675}pre{white-space:pre-wrap;overflow-wrap:anywhere}svg{width:100%;height:160px}`;

export function pageHtml({ title, tool, rows, body = '', script }: ToolPage): string {
  const table = rows
    .map(([name, value]) => `<tr><th scope="row">${escapeHtml(name)}</th><td>${escapeHtml(value)}</td></tr>`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)} · ${tool}</title><link rel="stylesheet" href="/static/tool.css"></head><body>
<header><strong>${tool}</strong><small>stand-in of the Sluice demo</small></header><main>
<section><h1>${escapeHtml(title)}</h1>${rows.length === 0 ? '' : `<table>${table}</table>`}</section>${body}</main>
${script === undefined ? '' : `<script src="${script}"></script>`}</body></html>`;
}

export const toolStyle = style;

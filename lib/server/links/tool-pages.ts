/** What a tool's host says by itself: plain pages without script, in both languages, that repeat nothing of the request. */
import type { ServerResponse } from 'node:http';

const pages = {
  stale: [
    401,
    'Open this tool from Sluice again: what was opened here has ended.',
    '请从 Sluice 重新打开此工具：此处的访问已结束。',
  ],
  'not-from-console': [403, 'This was not opened from a page of Sluice.', '此页面不是从 Sluice 打开的。'],
  forbidden: [
    403,
    'Kubernetes does not allow you this: reading takes “get services/proxy” on this Service, sending takes “create services/proxy”. Sluice says whom to ask, and for what.',
    'Kubernetes 不允许此操作：读取需要对此 Service 的“get services/proxy”权限，提交需要“create services/proxy”。Sluice 会说明应申请什么权限。',
  ],
  absent: [404, 'There is no such Service any more.', '该 Service 已不存在。'],
  'bad-path': [400, 'Such a path is not passed on.', '不转发这样的路径。'],
  'too-large': [413, 'This is more than is passed on to a tool.', '内容过大，不予转发。'],
  unreachable: [
    502,
    'The tool does not answer. Is one of its pods ready?',
    '该工具没有响应。它的 Pod 是否就绪？',
  ],
} as const;

export type ToolPage = keyof typeof pages;

export function sendToolPage(response: ServerResponse, page: ToolPage): void {
  const [status, english, chinese] = pages[page];
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Sluice</title><style>body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem;color:#1c2330;background:#fff}@media(prefers-color-scheme:dark){body{color:#e6e9ef;background:#12161d}}</style><h1>Sluice</h1><p>${english}</p><p lang="zh-CN">${chinese}</p></html>`;
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
  });
  response.end(body);
}

/** What each stand-in answers: its health, the little of its API that a console reads, and its pages. */
import { pageHtml, toolStyle } from './pages.ts';

export interface ToolRequest {
  method: string;
  path: string;
  query: URLSearchParams;
}

export interface ToolAnswer {
  status: number;
  type:
    | 'text/html; charset=utf-8'
    | 'text/plain; charset=utf-8'
    | 'application/json'
    | 'text/css'
    | 'text/javascript';
  body: string;
}

/** Null: there is no such page. */
export type Tool = (request: ToolRequest) => ToolAnswer | null;

const html = (body: string): ToolAnswer => ({ status: 200, type: 'text/html; charset=utf-8', body });
const text = (body: string): ToolAnswer => ({ status: 200, type: 'text/plain; charset=utf-8', body });
const json = (body: unknown): ToolAnswer => ({
  status: 200,
  type: 'application/json',
  body: JSON.stringify(body),
});

/** Of every tool. */
function shared({ path }: ToolRequest): ToolAnswer | null {
  return path === '/static/tool.css' ? { status: 200, type: 'text/css', body: toolStyle } : null;
}

/** Istio's dashboards as they come: the mesh's with the uid of its JSON, the others with one of this installation. */
const dashboards = [
  ['1a9a8ea49444aae205c7737573e894f9', 'Istio Mesh Dashboard'],
  ['1813f692a8e4ac77155348d4c7d2fba8', 'Istio Control Plane Dashboard'],
  ['cdemo0service', 'Istio Service Dashboard'],
  ['cdemo1workload', 'Istio Workload Dashboard'],
] as const;

const slug = (title: string) => title.toLowerCase().replaceAll(' ', '-');

const grafana: Tool = (request) => {
  const { path, query } = request;
  if (path === '/api/health') return json({ database: 'ok', version: '12.3.0' });
  if (path === '/api/search') {
    const wanted = (query.get('query') ?? '').toLowerCase();
    return json(
      dashboards
        .filter(([, title]) => title.toLowerCase().includes(wanted))
        .map(([uid, title]) => ({
          uid,
          title,
          url: `/d/${uid}/${slug(title)}`,
          type: 'dash-db',
          folderTitle: 'istio',
        })),
    );
  }
  const uid = /^\/d\/([\w-]+)/.exec(path)?.[1];
  const title = dashboards.find(([known]) => known === uid)?.[1];
  if (title !== undefined) return html(pageHtml({ tool: 'Grafana', title, rows: [...query] }));
  if (path === '/' || path === '/dashboards') {
    const list = dashboards
      .map(([known, name]) => `<li><a href="/d/${known}/${slug(name)}">${name}</a></li>`)
      .join('');
    const body = `<section><ul>${list}</ul></section>`;
    return html(pageHtml({ tool: 'Grafana', title: 'Dashboards', rows: [...query], body }));
  }
  return path === '/explore' ? html(pageHtml({ tool: 'Grafana', title: 'Explore', rows: [...query] })) : null;
};

const kiali: Tool = ({ path, query }) => {
  if (path === '/kiali/healthz') return text('');
  if (path === '/kiali/api/status') return json({ status: { 'Kiali version': 'v2.31.0' } });
  if (!path.startsWith('/kiali')) return null;
  const place = path.slice('/kiali/console/'.length).split('/').map(decode).join(' / ');
  return html(pageHtml({ tool: 'Kiali', title: place === '' ? 'Overview' : place, rows: [...query] }));
};

const jaeger: Tool = ({ path, query }) => {
  if (path === '/jaeger' || path === '/jaeger/' || path === '/jaeger/search')
    return html(pageHtml({ tool: 'Jaeger', title: 'Find traces', rows: [...query] }));
  const trace = /^\/jaeger\/trace\/([\w%-]+)$/.exec(path)?.[1];
  if (trace !== undefined)
    return html(pageHtml({ tool: 'Jaeger', title: `Trace ${decode(trace)}`, rows: [] }));
  return null;
};

/** What stands behind the # a server never hears: its page shows it. */
const showFragment = `document.querySelector('pre').textContent = decodeURIComponent(location.hash.slice(1)) || '/alerts';`;

const alertmanager: Tool = ({ path }) => {
  if (path === '/-/ready') return text('OK');
  if (path === '/static/fragment.js') return { status: 200, type: 'text/javascript', body: showFragment };
  if (path === '/api/v2/alerts') return json([]);
  if (path !== '/') return null;
  const body = '<section><pre></pre><p>No alert is firing.</p></section>';
  return html(
    pageHtml({ tool: 'Alertmanager', title: 'Alerts', rows: [], body, script: '/static/fragment.js' }),
  );
};

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function withShared(tool: Tool): Tool {
  return (request) => shared(request) ?? tool(request);
}

export const standIns = {
  grafana: withShared(grafana),
  kiali: withShared(kiali),
  tracing: withShared(jaeger),
  alertmanager: withShared(alertmanager),
} as const;

/** Prometheus' own pages, beside the API that the demo has anyway (demo/prometheus). */
const drawGraph = `const q = new URLSearchParams(location.search);
const out = document.querySelector('#answer');
for (let i = 0; q.has('g' + i + '.expr'); i += 1) {
  const box = document.createElement('section');
  const expr = document.createElement('pre');
  expr.textContent = q.get('g' + i + '.expr');
  const told = document.createElement('p');
  box.append(expr, told);
  out.append(box);
  fetch('/api/v1/query?query=' + encodeURIComponent(q.get('g' + i + '.expr')))
    .then((answer) => answer.json())
    .then((answer) => {
      told.textContent = answer.status === 'success' ? answer.data.result.length + ' series' : answer.error;
      const list = document.createElement('ul');
      for (const one of (answer.data?.result ?? []).slice(0, 20)) {
        const item = document.createElement('li');
        item.textContent = JSON.stringify(one.metric) + ' ' + (one.value?.[1] ?? '');
        list.append(item);
      }
      box.append(list);
    });
}`;

export const prometheusPages: Tool = withShared(({ path, query }) => {
  if (path === '/static/graph.js') return { status: 200, type: 'text/javascript', body: drawGraph };
  if (path !== '/' && path !== '/graph' && path !== '/query') return null;
  const rows = [...query].filter(([name]) => !name.endsWith('.expr'));
  const body = '<div id="answer"></div>';
  return html(pageHtml({ tool: 'Prometheus', title: 'Query', rows, body, script: '/static/graph.js' }));
});

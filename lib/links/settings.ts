/** What an operator says about the tools in `SLUICE_LINKS`: JSON, every part of it optional. */
import * as z from 'zod/mini';
import { fail, ok, type Result } from '../result.ts';
import { faultOfAddress, isPlainPath } from './address.ts';
import { type Gate, parseGate } from './gate.ts';
import { type ToolId, type ToolService, toolIds } from './tool.ts';

const text = z.string().check(z.minLength(1), z.maxLength(2000));

const toolSchema = z.union([
  /** Never offered, found or not. */
  z.literal(false),
  z.strictObject({
    /** Where browsers reach it. */
    url: z.optional(text),
    /** `namespace/name:port`, before it `https:` where the port speaks it: instead of looking for it. */
    service: z.optional(text),
    /** e.g. `get services/proxy monitoring/http:grafana:3000`: instead of the default. */
    gate: z.optional(text),
    /** Where its pages begin, e.g. `/kiali`. */
    webRoot: z.optional(z.string().check(z.maxLength(200))),
    /** Grafana's dashboards by what they show: uid or path. */
    dashboards: z.optional(
      z.strictObject({
        mesh: z.optional(text),
        service: z.optional(text),
        workload: z.optional(text),
        controlPlane: z.optional(text),
      }),
    ),
    /** The uid of Grafana's data source for traces, where they are kept in Tempo. */
    tempo: z.optional(text),
  }),
]);

const settingsSchema = z.strictObject(
  Object.fromEntries(toolIds.map((id) => [id, z.optional(toolSchema)])) as Record<
    ToolId,
    z.ZodMiniOptional<typeof toolSchema>
  >,
);

export const dashboardKinds = ['mesh', 'service', 'workload', 'controlPlane'] as const;
export type DashboardKind = (typeof dashboardKinds)[number];

export interface ToolSettings {
  hidden: boolean;
  url: string | null;
  service: ToolService | null;
  gate: Gate | null;
  webRoot: string | null;
  /** Uids, or paths that begin with a slash. */
  dashboards: Partial<Record<DashboardKind, string>>;
  tempo: string | null;
}

export type LinkSettings = Readonly<Record<ToolId, ToolSettings>>;

const unset: ToolSettings = {
  hidden: false,
  url: null,
  service: null,
  gate: null,
  webRoot: null,
  dashboards: {},
  tempo: null,
};

export const noLinkSettings: LinkSettings = {
  grafana: unset,
  prometheus: unset,
  tracing: unset,
  kiali: unset,
  alertmanager: unset,
};

const label = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const serviceShape = new RegExp(`^(?:(https?):)?(${label})/(${label}):(\\d{1,5})$`);

export function parseToolService(said: string): ToolService | null {
  const [, scheme = 'http', namespace, name, portText] = serviceShape.exec(said) ?? [];
  const port = Number(portText);
  if (namespace === undefined || name === undefined || port < 1 || port > 65_535) return null;
  return { scheme: scheme === 'https' ? 'https' : 'http', namespace, name, port };
}

/** As `parseToolService` reads it. */
export function toolServiceText({ scheme, namespace, name, port }: ToolService): string {
  return `${scheme === 'https' ? 'https:' : ''}${namespace}/${name}:${port}`;
}

const uid = /^[\w-]{1,80}$/;

type Said = Exclude<z.infer<typeof toolSchema>, false>;

function readTool(tool: ToolId, said: Said): Result<ToolSettings, string> {
  const service = said.service === undefined ? null : parseToolService(said.service);
  const gate = said.gate === undefined ? null : parseGate(said.gate);
  const urlFault = said.url === undefined ? null : faultOfAddress(said.url);
  if (urlFault !== null) return fail(`${tool}.url ${urlFault}`);
  if (said.service !== undefined && service === null)
    return fail(`${tool}.service must be namespace/name:port, e.g. monitoring/grafana:3000`);
  if (said.gate !== undefined && gate === null)
    return fail(`${tool}.gate must be a verb, a resource and a name, e.g. open tools.sluice.dev grafana`);
  if (
    said.webRoot !== undefined &&
    said.webRoot !== '' &&
    !(/^(\/[\w.~-]+)+$/.test(said.webRoot) && isPlainPath(said.webRoot))
  )
    return fail(`${tool}.webRoot must be a path without a slash at its end, e.g. /kiali`);
  for (const [kind, board] of Object.entries(said.dashboards ?? {})) {
    if (board !== undefined && !uid.test(board) && !isPlainPath(board))
      return fail(`${tool}.dashboards.${kind} must be the uid of a dashboard, or its path`);
  }
  if (said.tempo !== undefined && !uid.test(said.tempo))
    return fail(`${tool}.tempo must be the uid of a data source`);
  return ok({
    hidden: false,
    url: said.url ?? null,
    service,
    gate,
    webRoot: said.webRoot ?? null,
    dashboards: said.dashboards ?? {},
    tempo: said.tempo ?? null,
  });
}

/** The error is the rest of a sentence about `SLUICE_LINKS`. */
export function parseLinkSettings(json: string): Result<LinkSettings, string> {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return fail('must be JSON, e.g. {"grafana": {"url": "https://grafana.example.com"}}');
  }
  const parsed = settingsSchema.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const where = issue?.path.map(String).join('.') ?? '';
    return fail(
      `is not as it should be${where === '' ? '' : ` at ${where.slice(0, 80)}`}: see docs/links.md`,
    );
  }
  const settings: Record<ToolId, ToolSettings> = { ...noLinkSettings };
  for (const tool of toolIds) {
    const said = parsed.data[tool];
    if (said === undefined) continue;
    if (said === false) settings[tool] = { ...unset, hidden: true };
    else {
      const read = readTool(tool, said);
      if (!read.ok) return read;
      settings[tool] = read.value;
    }
  }
  return ok(settings);
}

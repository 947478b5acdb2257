/** Addresses of traffic splits, once for who answers (split-routes.ts) and for who asks (lib/client/address/routes.ts). */
export const splitPaths = {
  splits: '/api/v1/splits',
  splitWorld: '/api/v1/splits/world',
  planSplit: '/api/v1/splits/plan',
  startSplit: '/api/v1/splits/start',
  proposeSplit: '/api/v1/splits/proposals',
  decideSplit: '/api/v1/splits/proposals/{namespace}/{name}',
  split: '/api/v1/splits/{namespace}/{service}',
  actOnSplit: '/api/v1/splits/{namespace}/{service}/act',
} as const;

type Parameter<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Parameter<Rest> : never;

/** The path with a value in place of each parameter, as one part of it. */
export function filledPath<Path extends string>(path: Path, values: Record<Parameter<Path>, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: Parameter<Path>) => encodeURIComponent(values[name]));
}

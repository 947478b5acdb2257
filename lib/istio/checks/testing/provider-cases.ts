/** Cases about extension providers of the mesh configuration, which the ConfigMap among the objects brings. */
import { type CheckCase, checkCase } from './case.ts';
import { make } from './objects.ts';

const mesh = (text: string) =>
  make('ConfigMap', 'istio-system/istio', undefined, { top: { data: { mesh: text } } });
const opa = mesh('extensionProviders:\n- {name: opa, envoyExtAuthzGrpc: {service: opa, port: 9191}}');
const tracer = mesh('extensionProviders:\n- {name: opa, zipkin: {service: opa, port: 9411}}');
const custom = (name: string, more: object = { action: 'CUSTOM' }) =>
  make('AuthorizationPolicy', 'p', { provider: { name }, rules: [{}], ...more });
const telemetry = (name: string, use: string) =>
  make('Telemetry', 't', { [use]: [{ providers: [{ name }] }] });

export const providerCases: readonly CheckCase[] = [
  checkCase('SLU0020', 'an authorizer that is not there', [opa, custom('opaa')], [opa, custom('opa')]),
  checkCase('SLU0020', 'a provider that authorizes nothing', [tracer, custom('opa')], [opa, custom('opa')]),
  checkCase('SLU0020', 'a built-in one authorizes nothing', [opa, custom('envoy')], [opa, custom('opa')]),
  checkCase('SLU0020', 'a mesh without any', [mesh('{}'), custom('opa')], [opa, custom('opa')]),
  checkCase(
    'SLU0020',
    'no word where the mesh configuration is not known',
    [opa, custom('x')],
    [custom('x')],
  ),
  checkCase(
    'SLU0021',
    'a tracer that is not there',
    [tracer, telemetry('opal', 'tracing')],
    [tracer, telemetry('opa', 'tracing')],
  ),
  checkCase(
    'SLU0021',
    'a log that is not there',
    [tracer, telemetry('envoi', 'accessLogging')],
    [tracer, telemetry('envoy', 'accessLogging')],
  ),
  checkCase(
    'SLU0021',
    'no word where the mesh configuration is not known',
    [tracer, telemetry('x', 'metrics')],
    [telemetry('x', 'metrics')],
  ),
];

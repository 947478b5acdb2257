/** istiod's verdict on a Telemetry (ValidateTelemetry). */
import { parse } from '@marcbachmann/cel-js';
import { error, type Finding, type Path, warning } from '../admission/finding.ts';
import { checkTargeting } from '../admission/selector.ts';
import type { TelemetrySpec } from '../generated/types.ts';
import type { Telemetry } from '../objects.ts';

type Tracing = NonNullable<TelemetrySpec['tracing']>[number];
type Metrics = NonNullable<TelemetrySpec['metrics']>[number];
type AccessLogging = NonNullable<TelemetrySpec['accessLogging']>[number];

export function admitTelemetry({ spec = {} }: Telemetry): Finding[] {
  const { metrics = [], tracing = [], accessLogging = [] } = spec;
  return [
    ...checkTargeting(spec),
    ...metrics.flatMap((entry, index) => checkMetrics(['spec', 'metrics', index], entry)),
    ...(tracing.length > 1
      ? [warning(['spec', 'tracing'], 'multiple tracing is not currently supported')]
      : []),
    ...tracing.flatMap((entry, index) => checkTracing(['spec', 'tracing', index], entry)),
    ...accessLogging.flatMap((entry, index) => checkLogging(['spec', 'accessLogging', index], entry)),
  ];
}

/** The first that is wrong is told. */
function checkProviders(path: Path, providers: readonly { name?: string }[] = []): Finding[] {
  return providers.some(({ name }) => !name)
    ? [error([...path, 'providers'], 'providers.name may not be empty')]
    : [];
}

function checkLogging(path: Path, { filter, providers }: AccessLogging): Finding[] {
  return [
    ...(filter ? checkExpression([...path, 'filter', 'expression'], filter.expression ?? '') : []),
    ...checkProviders(path, providers),
  ];
}

function checkExpression(path: Path, expression: string): Finding[] {
  try {
    parse(expression);
    return [];
  } catch (problem) {
    const why = problem instanceof Error ? problem.message.split('\n')[0] : `${problem}`;
    return [error(path, `must be a valid CEL expression, ERROR: ${why}`)];
  }
}

function checkTracing(path: Path, tracing: Tracing): Finding[] {
  const { providers = [], randomSamplingPercentage: percentage, customTags = {} } = tracing;
  const found: Finding[] = [];
  if (providers.length > 1)
    found.push(warning([...path, 'providers'], 'multiple providers is not currently supported'));
  found.push(...checkProviders(path, providers));
  if (typeof percentage === 'number' && (percentage < 0 || percentage > 100))
    found.push(
      error([...path, 'randomSamplingPercentage'], 'randomSamplingPercentage must be in range [0.0, 100.0]'),
    );
  for (const [name, tag] of Object.entries(customTags)) {
    const here = [...path, 'customTags', name];
    if (name === '') found.push(error(here, 'tag name may not be empty'));
    if (tag.literal && !tag.literal.value) found.push(error(here, 'literal tag value may not be empty'));
    if (tag.header && !tag.header.name) found.push(error(here, 'header tag name may not be empty'));
    if (tag.environment && !tag.environment.name)
      found.push(error(here, 'environment tag name may not be empty'));
  }
  return found;
}

function checkMetrics(path: Path, { providers, overrides = [] }: Metrics): Finding[] {
  return [
    ...checkProviders(path, providers),
    ...overrides.flatMap(({ tagOverrides = {}, match }, index) => {
      const here = [...path, 'overrides', index];
      return [
        ...Object.entries(tagOverrides).flatMap(([name, tag]) =>
          checkTagOverride([...here, 'tagOverrides', name], name, tag),
        ),
        ...(match?.customMetric === ''
          ? [error([...here, 'match', 'customMetric'], 'customMetric may not be empty')]
          : []),
      ];
    }),
  ];
}

function checkTagOverride(
  path: Path,
  name: string,
  { operation = 'UPSERT', value }: { operation?: string; value?: string },
): Finding[] {
  return [
    ...(name === '' ? [warning(path, 'tagOverrides.name may not be empty')] : []),
    ...(operation === 'UPSERT' && !value
      ? [error(path, 'tagOverrides.value must be set when operation is UPSERT')]
      : []),
    ...(operation === 'REMOVE' && value
      ? [error(path, 'tagOverrides.value may only be set when operation is UPSERT')]
      : []),
  ];
}

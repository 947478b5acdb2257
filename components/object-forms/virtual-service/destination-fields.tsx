'use client';
/** The fields of a destination: where, and what happens to headers on the way there. */
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field, Shape } from '#lib/istio/forms/field.ts';
import { formOf } from '#lib/istio/forms/fields-of.ts';
import type { RuleList } from '#lib/istio/virtual-service/lens/rules.ts';
import { GroupFields } from '../fields/group-fields.tsx';
import { useForm } from '../form-context.ts';
import styles from './rules.module.css';

const shownElsewhere = new Set(['destination', 'weight']);

export function DestinationFields({ list, path }: { list: RuleList; path: Path }) {
  const { findings } = useForm();
  const item = routeItem(list);
  const destination = item?.shape.fields.find(({ key }) => key === 'destination');
  if (item === null || destination?.shape.type !== 'group') return null;
  return (
    <div className={styles.destinationFields}>
      <ProblemLines problems={[...findings.at(path), ...findings.at([...path, 'destination'])]} />
      <GroupFields
        shape={destination.shape}
        words={destination.words}
        path={[...path, ...destination.steps]}
      />
      <GroupFields shape={item.shape} words={item.words} path={path} skip={shownElsewhere} />
      <ProblemLines problems={findings.below([...path, 'weight'])} />
    </div>
  );
}

function routeItem(list: RuleList): (Field & { shape: Extract<Shape, { type: 'group' }> }) | null {
  const spec = formOf('networking.istio.io', 'VirtualService');
  const rules = spec?.shape.type === 'group' ? spec.shape.fields.find(({ key }) => key === list) : undefined;
  const rule = rules?.shape.type === 'items' ? rules.shape.item.shape : undefined;
  const route = rule?.type === 'group' ? rule.fields.find(({ key }) => key === 'route') : undefined;
  const item = route?.shape.type === 'items' ? route.shape.item : undefined;
  return item?.shape.type === 'group' ? { ...item, shape: item.shape } : null;
}

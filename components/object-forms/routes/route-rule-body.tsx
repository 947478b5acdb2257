'use client';
/** An open rule of a route: when it matches, where requests go, its timeouts, and its filters by name until they are used. */
import { useTranslations } from 'use-intl';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import type { Path } from '#lib/document/json.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import type { RouteKind } from '#lib/istio/gateway-api/lens/conditions.ts';
import { GroupFields } from '../fields/group-fields.tsx';
import { useForm } from '../form-context.ts';
import { KeptIn } from '../kept-in.tsx';
import styles from '../rules/rules.module.css';
import { RulePart } from '../virtual-service/rule-part.tsx';
import { Backends } from './backend-list.tsx';
import { RouteMatches } from './route-matches.tsx';

const parts: ReadonlySet<string> = new Set(['matches', 'backendRefs']);

export function RouteRuleBody({ kind, item, path }: { kind: RouteKind; item: Field; path: Path }) {
  const t = useTranslations('forms.rules');
  const { findings } = useForm();
  if (item.shape.type !== 'group') return null;
  const { shape } = item;
  const backends = shape.fields.find(({ key }) => key === 'backendRefs');
  return (
    <div className={styles.rule}>
      <ProblemLines problems={findings.at(path)} />
      <RulePart name={t('when')}>
        <RouteMatches kind={kind} path={[...path, 'matches']} />
      </RulePart>
      {backends?.shape.type === 'items' && (
        <RulePart name={t('action.route')}>
          <Backends item={backends.shape.item} path={[...path, 'backendRefs']} />
        </RulePart>
      )}
      <RulePart name={t('more')}>
        <GroupFields shape={shape} words={item.words} path={path} skip={parts} />
      </RulePart>
      <KeptIn path={path} />
    </div>
  );
}

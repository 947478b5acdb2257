'use client';
/** A VirtualService without rules: three ways to begin. */
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import type { Json } from '#lib/document/json.ts';
import { setField } from '#lib/istio/forms/actions.ts';
import { newRule } from '#lib/istio/virtual-service/lens/rules.ts';
import { useForm } from '../form-context.ts';
import styles from '../rules/rules.module.css';
import { hostChoice } from '../suggestions.ts';

export function NoRules() {
  const t = useTranslations('forms.rules');
  const { apply, document, choices, readOnly } = useForm();
  const rule = newRule(document.value, 'http', 'last');
  const [route] = Array.isArray(rule.route) ? rule.route : [];
  const host = destinationHost(route);
  const subsets = hostChoice(choices, host)?.subsets.map(({ name }) => name) ?? [];
  const [first = 'v1', second = 'v2'] = subsets;
  const start = (rules: Json[]) => apply(setField(['spec', 'http'], rules));
  return (
    <div className={styles.noRules}>
      <p>{t('none')}</p>
      {!readOnly && (
        <div className={styles.starts}>
          <Button onClick={() => start([rule])}>{t('start.all')}</Button>
          <Button
            onClick={() =>
              start([
                {
                  route: [
                    { destination: { host, subset: first }, weight: 90 },
                    { destination: { host, subset: second }, weight: 10 },
                  ],
                },
              ])
            }
          >
            {t('start.split')}
          </Button>
          <Button
            onClick={() =>
              start([
                {
                  match: [{ headers: { 'x-beta': { exact: 'true' } } }],
                  route: [{ destination: { host, subset: second } }],
                },
                { route: [{ destination: { host, subset: first } }] },
              ])
            }
          >
            {t('start.header')}
          </Button>
        </div>
      )}
    </div>
  );
}

function destinationHost(route: Json | undefined): string {
  if (typeof route !== 'object' || route === null || Array.isArray(route)) return '';
  const { destination } = route;
  if (typeof destination !== 'object' || destination === null || Array.isArray(destination)) return '';
  return typeof destination.host === 'string' ? destination.host : '';
}

'use client';
/** Where a rule sends its requests, and in which shares. Moving one share moves the others: they always make 100. */
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { isJsonObject, type Json, type JsonObject, type Path } from '#lib/document/json.ts';
import {
  addDestination,
  makeSharesPercentages,
  type RuleList,
  weightsOf,
} from '#lib/istio/virtual-service/lens/rules.ts';
import { addsUpTo100 } from '#lib/istio/virtual-service/lens/weights.ts';
import { PlaceHelp } from '../fields/place-help.tsx';
import { placeName, useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { hostChoice } from '../suggestions.ts';
import { useFieldPlace } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import { DestinationRow } from './destination-row.tsx';
import styles from './destinations.module.css';

const noRoutes: readonly Json[] = [];

export function Destinations({ path, list }: { path: Path; list: RuleList }) {
  const t = useTranslations('forms.destinations');
  const { document, apply, readOnly, choices } = useForm();
  const place = useFieldPlace(path, true);
  const routes = Array.isArray(place.value) ? place.value : noRoutes;
  const keys = useItemKeys(routes);
  if (place.value !== undefined && !Array.isArray(place.value))
    return <KeptPlace path={path} name={t('destinations')} />;
  const weights = weightsOf(routes);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const whole = addsUpTo100(weights);
  /** The next subset of the same host that gets nothing yet. */
  const next = (): JsonObject => {
    const host = hostOf(routes[0]);
    const used = new Set(routes.map(subsetOf));
    const free = hostChoice(choices, host)?.subsets.find(({ name }) => !used.has(name));
    return free === undefined ? { host } : { host, subset: free.name };
  };
  return (
    <div data-path={placeName(path)} className={styles.destinations}>
      {routes.map((route, index) => (
        <DestinationRow
          key={keys[index]}
          list={list}
          routes={path}
          index={index}
          weights={weights}
          route={route}
        />
      ))}
      <div className={styles.sumRow}>
        {!readOnly && (
          <AddButton text={t('add')} onAdd={() => apply(addDestination(document.value, path, next()))} />
        )}
        <span className={styles.gap} />
        {routes.length > 1 && (
          <>
            {!whole && sum > 0 && <span className={styles.dim}>{t('proportion')}</span>}
            {!whole && !readOnly && (
              <Button size="small" onClick={() => apply(makeSharesPercentages(document.value, path))}>
                {t('make100')}
              </Button>
            )}
            <span className={styles.dim}>{t('sum')}</span>
            <PlaceHelp words={['VirtualService', list, 'route', 'weight']} />
            <span className={styles.sum} data-odd={!whole || undefined}>
              {sum}
            </span>
            {whole && <span className={styles.dim}>%</span>}
          </>
        )}
      </div>
      <ProblemLines problems={place.problems} />
    </div>
  );
}

function hostOf(route: Json | undefined): string {
  const destination = isJsonObject(route) ? route.destination : undefined;
  return isJsonObject(destination) && typeof destination.host === 'string' ? destination.host : '';
}

function subsetOf(route: Json): string {
  const destination = isJsonObject(route) ? route.destination : undefined;
  return isJsonObject(destination) && typeof destination.subset === 'string' ? destination.subset : '';
}

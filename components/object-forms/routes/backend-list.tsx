'use client';
/** Where a rule of a route sends its requests, and in which shares: weights are proportions, and sliders make them percentages. */
import { useTranslations } from 'use-intl';
import { AddButton } from '#components/kit/form-fields/add-button.tsx';
import { ProblemLines } from '#components/kit/form-fields/problem-lines.tsx';
import { isJsonObject, type Json, type JsonObject, own, type Path } from '#lib/document/json.ts';
import type { Field } from '#lib/istio/forms/field.ts';
import { addBackend, weightsOf } from '#lib/istio/gateway-api/lens/backends.ts';
import { PlaceHelp } from '../fields/place-help.tsx';
import { placeName, useForm } from '../form-context.ts';
import { KeptPlace } from '../kept-place.tsx';
import { useFieldPlace } from '../use-field.ts';
import { useItemKeys } from '../use-item-keys.ts';
import styles from '../virtual-service/destinations.module.css';
import { BackendRow } from './backend-row.tsx';

const none: readonly Json[] = [];

export function Backends({ item, path }: { item: Field; path: Path }) {
  const t = useTranslations('forms.destinations');
  const own = useTranslations('forms.routes');
  const { document, apply, readOnly } = useForm();
  const place = useFieldPlace(path, true);
  const backends = Array.isArray(place.value) ? place.value : none;
  const keys = useItemKeys(backends);
  if (place.value !== undefined && !Array.isArray(place.value))
    return <KeptPlace path={path} name={t('destinations')} />;
  const weights = weightsOf(backends);
  const sum = weights.reduce((all, weight) => all + weight, 0);
  return (
    <div data-path={placeName(path)} className={styles.destinations}>
      {backends.length === 0 && <p className={styles.dim}>{own('noBackends')}</p>}
      {backends.map((backend, index) => (
        <BackendRow
          key={keys[index]}
          item={item}
          list={path}
          index={index}
          weights={weights}
          backend={backend}
        />
      ))}
      <div className={styles.sumRow}>
        {!readOnly && (
          <AddButton text={t('add')} onAdd={() => apply(addBackend(document.value, path, next(backends)))} />
        )}
        <span className={styles.gap} />
        {backends.length > 1 && (
          <>
            {sum !== 100 && <span className={styles.dim}>{t('proportion')}</span>}
            <span className={styles.dim}>{t('sum')}</span>
            <PlaceHelp words={[...item.words, 'weight']} />
            <span className={styles.sum} data-odd={sum === 0 || undefined}>
              {sum}
            </span>
          </>
        )}
      </div>
      {sum === 0 && backends.length > 0 && <p className={styles.dim}>{own('nobody')}</p>}
      <ProblemLines problems={place.problems} />
    </div>
  );
}

/** Versions are Services beside each other, most often with one port. */
function next(backends: readonly Json[]): JsonObject {
  const port = isJsonObject(backends[0]) ? own(backends[0], 'port') : undefined;
  return typeof port === 'number' ? { name: '', port } : { name: '' };
}

'use client';
/** What the rule's corsPolicy makes of the request: whether its origin is allowed, who answers a preflight, and what is granted. */
import { useTranslations } from 'use-intl';
import type { RouteTestAnswer } from '#lib/api/configuration/route-test.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { Fact } from './fact.tsx';
import styles from './tester.module.css';

type Cors = NonNullable<RouteTestAnswer['cors']>;

export function CorsFacts({ cors }: { cors: Cors }) {
  const t = useTranslations('tester.cors');
  const format = useFormat();
  const { origin, allowed, preflight, methods, headers, exposed, maxAge, credentials } = cors;
  return (
    <section className={styles.section} aria-label={t('title')}>
      <h2>{t('title')}</h2>
      <dl className={styles.facts}>
        <Fact name={t('origin')} warned={allowed === false}>
          {origin === null ? t('noOrigin') : t(allowed ? 'allowed' : 'refused', { origin })}
        </Fact>
        {preflight !== null && (
          <Fact name={t('preflight')} warned={preflight !== 'granted'}>
            {t(preflight)}
          </Fact>
        )}
        {methods.length > 0 && <Fact name={t('methods')}>{format.list(methods)}</Fact>}
        {headers.length > 0 && <Fact name={t('headers')}>{format.list(headers)}</Fact>}
        {exposed.length > 0 && <Fact name={t('exposed')}>{format.list(exposed)}</Fact>}
        {maxAge !== null && <Fact name={t('maxAge')}>{maxAge}</Fact>}
        <Fact name={t('credentials')}>{t(credentials ? 'withCredentials' : 'withoutCredentials')}</Fact>
      </dl>
    </section>
  );
}

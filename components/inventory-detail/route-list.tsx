'use client';
/** Every rule that sends requests here: whom it is for, and how it shares them out. */
import { useTranslations } from 'use-intl';
import { ShareBar, type SharePart } from '#components/kit/share-bar.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { RouteDetail, ServiceDetail } from '#lib/api/traffic/details.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { isOfRoute, lostStatus } from '#lib/istio/routing/lost-status.ts';
import styles from './routes.module.css';
import { versionRole } from './version-roles.ts';

type Destination = RouteDetail['destinations'][number];

function nameOf({ subset, host }: Destination): string {
  return subset ?? host.split('.')[0] ?? host;
}

export function RouteList({ detail }: { detail: ServiceDetail }) {
  const t = useTranslations('details.route');
  const format = useFormat();
  const versions = detail.versions.map(({ version }) => version);
  const roleOf = (destination: Destination) => {
    const [version] = destination.versions;
    return version === undefined ? 'other' : (versionRole(versions, version) ?? 'stable');
  };
  return (
    <ul>
      {detail.routes.map((route) => {
        const { namespace, kind, virtualService, protocol, rule, name, conditional, destinations } = route;
        const parts = destinations.map(
          (destination, index): SharePart => ({
            name: `${index} ${nameOf(destination)}`,
            role: roleOf(destination),
            share: destination.share,
            mirrored: destination.mirrored,
          }),
        );
        const written = destinations.map((one) => `${nameOf(one)} ${format.percent(one.share, 0)}`);
        return (
          <li key={`${kind}/${namespace}/${virtualService}/${protocol}/${rule}`} className={styles.route}>
            <p className={styles.rule}>
              <b>{virtualService}</b>
              {isOfRoute(route) && <span>{kind}</span>}
              <span>
                {name === null ? t('rule', { number: rule + 1 }) : t('namedRule', { number: rule + 1, name })}
              </span>
              <span>{t(conditional ? 'some' : 'all')}</span>
            </p>
            <ShareBar parts={parts} label={format.list(written)} />
            <ul className={styles.destinations}>
              {destinations.map((destination, index) => (
                <li key={parts[index]?.name}>
                  {destination.missing === null ? (
                    <VersionMark role={roleOf(destination)} />
                  ) : (
                    <StateMark state="failing" size={12} />
                  )}
                  {t(destination.mirrored ? 'mirrored' : 'share', {
                    name: nameOf(destination),
                    value: format.percent(destination.share, 0),
                  })}
                  {destination.missing !== null && (
                    <span className={styles.missing}>
                      {t('missing', { name: destination.missing, status: String(lostStatus(route)) })}
                    </span>
                  )}
                </li>
              ))}
            </ul>
          </li>
        );
      })}
    </ul>
  );
}

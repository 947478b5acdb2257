'use client';
/** One revision of the control plane in a line. What is good stays grey. */
import { useTranslations } from 'use-intl';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { Figures, Plane } from '#lib/api/mesh/mesh.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import styles from './mesh-page.module.css';

const dash = '–';
/** A root certificate that ends sooner is a matter of planning: every workload gets its certificate below it. */
const soonSeconds = 30 * 86_400;

function Numbers({
  figures,
  proxies,
  now,
}: {
  figures: Figures | null;
  proxies: number | null;
  now: number;
}) {
  const t = useTranslations('mesh.plane');
  const format = useFormat();
  const {
    connected = null,
    connectedVersions = [],
    convergenceP99Seconds = null,
    rejects = null,
    pushErrors = null,
  } = figures ?? {};
  const refused = rejects?.reduce((sum, { count }) => sum + count, 0) ?? null;
  const behind = connected !== null && proxies !== null && connected < proxies;
  return (
    <>
      <td className={styles.number}>
        <span className={behind ? styles.warn : undefined}>
          {behind && <StateMark state="degraded" size={13} />}
          {connected === null
            ? dash
            : proxies === null
              ? format.count(connected)
              : t('proxiesOf', { connected: format.count(connected), proxies: format.count(proxies) })}
        </span>
        {connectedVersions.length > 1 &&
          connectedVersions.map(({ version, proxies: count }) => (
            <span key={version} className={styles.sub}>
              {t('versionsConnected', { version, proxies: format.count(count) })}
            </span>
          ))}
      </td>
      <td className={styles.number}>
        {convergenceP99Seconds !== null ? (
          format.milliseconds(convergenceP99Seconds * 1000)
        ) : figures === null ? (
          dash
        ) : (
          <span className={styles.dim}>{t('noChange')}</span>
        )}
      </td>
      <td className={styles.number}>
        <Count value={pushErrors} />
      </td>
      <td className={styles.number}>
        <Count value={refused} />
        {rejects?.map(({ type, count }) => (
          <span key={type} className={styles.sub}>
            {type} {format.count(count)}
          </span>
        ))}
      </td>
      <td>
        <Expiry at={figures?.rootExpiresAt ?? null} now={now} />
      </td>
    </>
  );
}

function Count({ value }: { value: number | null }) {
  const format = useFormat();
  if (value === null) return dash;
  if (value === 0) return format.count(0);
  return (
    <span className={styles.warn}>
      <StateMark state="degraded" size={13} />
      {format.count(value)}
    </span>
  );
}

function Expiry({ at, now }: { at: number | null; now: number }) {
  const t = useTranslations('mesh.plane');
  const format = useFormat();
  if (at === null) return dash;
  const left = at - now;
  const text =
    left <= 0
      ? t('expired', { date: format.date(at) })
      : t('expires', { date: format.date(at), span: format.span(left) });
  if (left > soonSeconds) return text;
  return (
    <span className={left <= 0 ? styles.fail : styles.warn}>
      <StateMark state={left <= 0 ? 'failing' : 'degraded'} size={13} />
      {text}
    </span>
  );
}

export function PlaneRow({ plane, now }: { plane: Plane; now: number }) {
  const t = useTranslations('mesh.plane');
  const format = useFormat();
  const { revision, namespace, isDefault, tags, versions, ready, wanted, proxies, figures } = plane;
  const isShort = wanted !== null && ready < wanted;
  return (
    <tr>
      <th scope="row">
        <span className={styles.name}>{revision}</span>
        {isDefault && revision !== 'default' && <span className={styles.chip}>{t('isDefault')}</span>}
        <span className={styles.sub}>
          {namespace}
          {tags.length > 0 && ` · ${t('tags', { names: format.list(tags) })}`}
        </span>
      </th>
      <td className={styles.nowrap}>{versions.length === 0 ? dash : format.list(versions)}</td>
      <td className={styles.number}>
        <span className={isShort ? styles.warn : undefined}>
          {isShort && <StateMark state={ready === 0 ? 'failing' : 'degraded'} size={13} />}
          {wanted === null
            ? format.count(ready)
            : t('podsOf', { ready: format.count(ready), wanted: format.count(wanted) })}
        </span>
      </td>
      <Numbers figures={figures} proxies={proxies} now={now} />
    </tr>
  );
}

export function OtherRow({ figures, now }: { figures: Figures; now: number }) {
  const t = useTranslations('mesh.plane');
  return (
    <tr>
      <th scope="row">{t('other')}</th>
      <td>{dash}</td>
      <td className={styles.number}>{dash}</td>
      <Numbers figures={figures} proxies={null} now={now} />
    </tr>
  );
}

'use client';
/** Who is signed in, what they may do where, and the way out. */
import { KeyRound, LogOut, Settings } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import { Popover } from '#components/ui/layers/popover.tsx';
import { VisuallyHidden } from '#components/ui/states/visually-hidden.tsx';
import type { Whoami } from '#lib/api/access/session.ts';
import { routes } from '#lib/client/address/routes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { useNow } from '../use-now.ts';
import { useSignOut } from './sign-out.ts';
import bar from './top-bar.module.css';
import styles from './user-menu.module.css';

const shownNamespaces = 6;

/** "ML" of "mara.lind@example.com"; for names in Chinese the first sign. */
export function initials(name: string): string {
  const own = name.split('@')[0]?.split(':').at(-1) ?? '';
  const words = own.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  if (/\p{Script=Han}/u.test(own)) return [...own][0] ?? '';
  const letters =
    words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? '')].slice(0, 2);
  return letters.join('').toUpperCase();
}

function Rights({ whoami }: { whoami: Whoami }) {
  const t = useTranslations('shell.user');
  const format = useFormat();
  const summary = (permissions: Whoami['namespaces'][number]['permissions']) =>
    format.list([t('mayView'), ...(permissions.editRouting && !whoami.readOnly ? [t('mayEdit')] : [])]);
  const hidden = whoami.namespaces.length - shownNamespaces;
  return (
    <div className={styles.section}>
      <p className={styles.heading}>{t('may')}</p>
      {whoami.namespaces.length === 0 && <p className={styles.dim}>{t('none')}</p>}
      <ul>
        {whoami.namespaces.slice(0, shownNamespaces).map(({ name, permissions }) => (
          <li key={name} className={styles.right}>
            <span>{name}</span>
            <span>{summary(permissions)}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 && <p className={styles.dim}>{t('more', { count: hidden })}</p>}
      {whoami.readOnly && <p className={styles.dim}>{t('readOnly')}</p>}
    </div>
  );
}

function Expiry({ expiresAt }: { expiresAt: number }) {
  const t = useTranslations('shell.user');
  const format = useFormat();
  const now = useNow(30_000);
  return <span className={styles.dim}>{t('expires', { span: format.span(expiresAt - now) })}</span>;
}

export function UserMenu({ whoami }: { whoami: Whoami }) {
  const t = useTranslations('shell.user');
  const common = useTranslations('common');
  const signOut = useSignOut();
  const { name } = whoami.user;
  const persona = common(`persona.${whoami.persona}`);
  return (
    <Popover
      label={t('menu', { name })}
      width={288}
      align="end"
      trigger={(props) => (
        <button type="button" className={bar.user} {...props}>
          <span className={bar.avatar} aria-hidden>
            {initials(name)}
          </span>
          <span className={bar.userText}>
            <VisuallyHidden>{t('account')}</VisuallyHidden> <span className={bar.userName}>{name}</span>{' '}
            <span className={bar.userPersona}>{persona}</span>
          </span>
        </button>
      )}
    >
      {(close) => (
        <>
          <div className={styles.head}>
            <span className={styles.name}>{name}</span>
            <span className={styles.dim}>{persona}</span>
            {whoami.expiresAt !== null && <Expiry expiresAt={whoami.expiresAt} />}
          </div>
          <Rights whoami={whoami} />
          <div className={styles.actions}>
            <Link href={routes.access()} className={styles.action} onClick={close}>
              <KeyRound size={15} strokeWidth={1.75} aria-hidden />
              {t('access')}
            </Link>
            <Link href={routes.settings()} className={styles.action} onClick={close}>
              <Settings size={15} strokeWidth={1.75} aria-hidden />
              {t('settings')}
            </Link>
            {whoami.strategy === 'header' ? (
              // The proxy would sign in again with the next request.
              <p className={styles.byProxy}>{t('byProxy')}</p>
            ) : (
              <button type="button" className={styles.action} onClick={signOut}>
                <LogOut size={15} strokeWidth={1.75} aria-hidden />
                {t('signOut')}
              </button>
            )}
          </div>
        </>
      )}
    </Popover>
  );
}

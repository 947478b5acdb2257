'use client';
/** Signing in, in the ways that the console is configured for. */
import { ArrowRight, Eye, GitFork, LogIn, ShieldCheck, UserRound } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { LanguageSwitch } from '#components/shell/frame/language-switch.tsx';
import { ThemeSwitch } from '#components/shell/frame/theme-switch.tsx';
import { useProblemText } from '#components/shell/notes/query-problem.tsx';
import { useInBrowser } from '#components/shell/use-in-browser.ts';
import { ButtonAnchor } from '#components/ui/buttons/button-anchor.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { Logo } from '#components/ui/theme/logo.tsx';
import type { SignIn, SignInOptions, SignInProblem } from '#lib/api/access/session.ts';
import { routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { signIn } from '#lib/client/session/session.ts';
import styles from './login.module.css';
import { MeshPicture } from './mesh-picture.tsx';
import { SignInProblemNotice } from './sign-in-problem.tsx';
import { TokenForm } from './token-form.tsx';

export interface LoginPageProps {
  options: SignInOptions;
  /** Judged by the server: a path of this console. */
  returnTo: string;
  /** The reader was sent here because a sign-in ended. */
  ended: boolean;
  /** Why signing in at the issuer came to nothing. */
  problem: SignInProblem | null;
}

const personas = [
  { name: 'viewer', icon: Eye },
  { name: 'developer', icon: GitFork },
  { name: 'admin', icon: ShieldCheck },
] as const;

function Choice({
  icon,
  name,
  may,
  disabled,
  onChoose,
}: {
  icon: ReactNode;
  name: string;
  may: string;
  disabled: boolean;
  onChoose: () => void;
}) {
  return (
    <li>
      <button type="button" className={styles.persona} disabled={disabled} onClick={onChoose}>
        {icon}
        <span>
          <span className={styles.personaName}>{name}</span>
          <span className={styles.personaMay}>{may}</span>
        </span>
        <ArrowRight size={16} aria-hidden />
      </button>
    </li>
  );
}

export function LoginPage({ options, returnTo, ended, problem }: LoginPageProps) {
  const t = useTranslations('login');
  const common = useTranslations('common');
  const problemText = useProblemText();
  const inBrowser = useInBrowser();
  const [sending, setSending] = useState(false);
  // Until the page has its scripts a form would send itself: the page would come again, without the token and the way back.
  const waiting = sending || !inBrowser;
  const [failure, setFailure] = useState<{ strategy: SignIn['strategy']; error: unknown } | null>(null);
  const { strategies, cluster, oidc } = options;
  const hasDemo = strategies.includes('demo');
  const hasToken = strategies.includes('token');

  const start = (request: SignIn) => {
    setSending(true);
    setFailure(null);
    signIn(request).then(
      () => window.location.assign(returnTo),
      (error: unknown) => {
        setSending(false);
        setFailure({ strategy: request.strategy, error });
      },
    );
  };
  const isRefusal = failure?.error instanceof ApiError && failure.error.code === 'unauthenticated';
  const tokenRefused =
    failure?.strategy === 'token' ? (isRefusal ? t('token.rejected') : problemText(failure.error)) : null;

  const ways: { name: string; offer: ReactNode }[] = [];
  if (oidc !== null) {
    ways.push({
      name: 'oidc',
      offer: (
        <ButtonAnchor
          href={routes.oidcSignIn(returnTo)}
          tone={hasDemo ? 'default' : 'accent'}
          leading={<LogIn size={16} strokeWidth={1.75} aria-hidden />}
          className={styles.issuer}
        >
          {t('oidc.submit', { name: oidc.name })}
        </ButtonAnchor>
      ),
    });
  }
  if (hasDemo) {
    ways.push({
      name: 'demo',
      offer: (
        <ul className={styles.personas}>
          {personas.map(({ name, icon: Icon }) => (
            <Choice
              key={name}
              icon={<Icon size={18} strokeWidth={1.75} aria-hidden />}
              name={t(`demo.${name}.name`)}
              may={t(`demo.${name}.may`)}
              disabled={waiting}
              onChoose={() => start({ strategy: 'demo', persona: name })}
            />
          ))}
        </ul>
      ),
    });
  }
  if (hasToken) {
    ways.push({
      name: 'token',
      offer: (
        <TokenForm
          refused={tokenRefused}
          busy={sending}
          disabled={waiting}
          main={!hasDemo && oidc === null}
          onSubmit={(token) => start({ strategy: 'token', token })}
        />
      ),
    });
  }
  if (strategies.includes('header')) {
    ways.push({
      name: 'header',
      offer: (
        <>
          {/* By a new page and not by the framework: the proxy sees it, and asks for a sign-in when it has to. */}
          <ButtonAnchor
            href={returnTo}
            tone={ways.length === 0 ? 'accent' : 'default'}
            leading={<LogIn size={16} strokeWidth={1.75} aria-hidden />}
            className={styles.issuer}
          >
            {t('headerAgain')}
          </ButtonAnchor>
          <p className={styles.note}>{t('header')}</p>
        </>
      ),
    });
  }
  if (strategies.includes('anonymous')) {
    ways.push({
      name: 'anonymous',
      offer: (
        <ul className={styles.personas}>
          <Choice
            icon={<UserRound size={18} strokeWidth={1.75} aria-hidden />}
            name={t('anonymous.name')}
            may={t('anonymous.may')}
            disabled={waiting}
            onChoose={() => start({ strategy: 'anonymous' })}
          />
        </ul>
      ),
    });
  }

  return (
    <main className={styles.page}>
      <div className={styles.side}>
        <div className={styles.preferences}>
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
        <div className={styles.form}>
          <div className={styles.brand}>
            <Logo size={26} />
            {common('brand')}
          </div>
          <h1 className={styles.title}>{t('title')}</h1>
          <p className={styles.lead}>{hasDemo ? t('demo.lead') : t('cluster', { name: cluster.name })}</p>
          {problem !== null && (
            <SignInProblemNotice problem={problem} issuer={oidc?.name ?? t('oidc.issuer')} />
          )}
          {ended && problem === null && (
            <p className={styles.notice}>
              <StateMark state="degraded" size={16} />
              {t('ended')}
            </p>
          )}
          {ways.map(({ name, offer }, index) => (
            <Fragment key={name}>
              {index > 0 && <p className={styles.or}>{t('or')}</p>}
              {offer}
            </Fragment>
          ))}
          {strategies.length === 0 && <p className={styles.notice}>{t('none')}</p>}
          {failure !== null && failure.strategy !== 'token' && (
            <p className={styles.error} role="alert">
              <StateMark state="failing" size={15} />
              {`${t('failed')}. ${problemText(failure.error)}`}
            </p>
          )}
          {returnTo !== '/' && <p className={styles.note}>{t('returning', { path: returnTo })}</p>}
        </div>
      </div>
      <div className={styles.picture}>
        <MeshPicture />
      </div>
    </main>
  );
}

'use client';
/**
 * On the way to a page of a Service: takes a ticket and hands it to the Service's own host by a form, so that nothing of it stands in an
 * address. What goes wrong is said here, in the console's words.
 */
import { useMutation, useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { ByCommand, useGateSentence } from '#components/shell/tool-links/advice.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { ButtonLink } from '#components/ui/buttons/button-link.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { ForbiddenState } from '#components/ui/states/forbidden-state.tsx';
import { routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { openLink } from '#lib/client/queries/link-queries.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { isPlainPath } from '#lib/links/address.ts';
import { serviceGate } from '#lib/links/gate.ts';
import { grantCommands } from '#lib/links/grant-commands.ts';
import { parseToolService } from '#lib/links/settings.ts';
import type { ToolService } from '#lib/links/tool.ts';
import styles from './links.module.css';

const parsers = { service: parseAsString.withDefault(''), path: parseAsString.withDefault('/') };

export function OpenPage() {
  const t = useTranslations('links.opening');
  const [{ service: text, path }] = useQueryStates(parsers);
  const service = parseToolService(text);
  if (service === null || !isPlainPath(path)) {
    return (
      <EmptyState
        centered
        title={t('wrong')}
        detail={t('wrongDetail')}
        actions={<ButtonLink href={routes.links()}>{t('close')}</ButtonLink>}
      />
    );
  }
  return <Opening key={`${text} ${path}`} service={service} path={path} />;
}

function Opening({ service, path }: { service: ToolService; path: string }) {
  const t = useTranslations('links.opening');
  const form = useRef<HTMLFormElement>(null);
  const asked = useRef(false);
  const opening = useMutation({ mutationFn: () => openLink(service, path) });
  const { mutate } = opening;
  const ask = () => mutate();
  useEffect(() => {
    // A ticket is good once: taken twice, the first would be lost.
    if (asked.current) return;
    asked.current = true;
    mutate();
  }, [mutate]);
  const { data } = opening;
  useEffect(() => {
    if (data !== undefined) form.current?.submit();
  }, [data]);
  const name = `${service.namespace}/${service.name}`;
  if (opening.error instanceof ApiError && opening.error.code === 'forbidden') {
    return (
      <div className={styles.opening}>
        <NotAllowed service={service} missing={opening.error.missing} onRetry={ask} />
      </div>
    );
  }
  // Answered to who may when tools have no hosts.
  if (opening.error instanceof ApiError && opening.error.code === 'not-found') {
    return (
      <section className={styles.opening}>
        <h1>{t('failed', { name })}</h1>
        <div className={styles.advice}>
          <ByCommand service={service} path={path} />
        </div>
      </section>
    );
  }
  if (opening.error !== null) {
    return (
      <div className={styles.opening}>
        <QueryProblem centered error={opening.error} title={t('failed', { name })} onRetry={ask} />
      </div>
    );
  }
  return (
    <section className={styles.opening} aria-busy="true">
      <h1>{t('title', { name })}</h1>
      <p className={styles.lead}>{t('detail')}</p>
      {data !== undefined && (
        <form ref={form} method="post" action={data.action}>
          <input type="hidden" name="ticket" value={data.ticket} />
        </form>
      )}
    </section>
  );
}

/** Of this one Service: a role for all of its namespace would be more than is asked for. */
function NotAllowed({
  service,
  missing,
  onRetry,
}: {
  service: ToolService;
  missing: ApiError['missing'];
  onRetry(): void;
}) {
  const t = useTranslations('links.forbidden');
  const opening = useTranslations('links.opening');
  const common = useTranslations('common');
  const { data: whoami } = useQuery(queries.whoami());
  const user = whoami?.user.name ?? '';
  const gate = serviceGate(service);
  // Another gate of the operator's: the page of links says all of it.
  const own = missing?.resource === 'services/proxy';
  const sentenceOf = useGateSentence();
  return (
    <ForbiddenState
      centered
      title={common('forbidden.title')}
      detail={sentenceOf(gate, user)}
      grant={own && user !== '' ? grantCommands(gate, user).join('\n') : undefined}
      copyLabel={common('copy')}
      copiedLabel={common('copied')}
      actions={
        <>
          <Button onClick={onRetry}>{common('retry')}</Button>
          <ButtonLink href={routes.links()}>{own ? opening('close') : t('title')}</ButtonLink>
        </>
      }
    />
  );
}

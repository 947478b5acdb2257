'use client';
/** The route tester: a request on the left, the answer on the right, both in the address. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Check, Link2, Terminal } from 'lucide-react';
import { useDeferredValue, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { ExpectationSection } from '#components/expectations/expectation-section.tsx';
import { SaveButton } from '#components/expectations/save-button.tsx';
import { QueryProblem } from '#components/shell/notes/query-problem.tsx';
import { useWriters } from '#components/shell/use-may-write.ts';
import { useScope } from '#components/shell/use-scope.ts';
import { Button } from '#components/ui/buttons/button.tsx';
import { PageHead } from '#components/ui/page/page-head.tsx';
import { EmptyState } from '#components/ui/states/empty-state.tsx';
import { SkeletonBar } from '#components/ui/states/skeleton-bar.tsx';
import { useCopied } from '#components/ui/use-copied.ts';
import type { RouteTestAnswer, RouteTestRequest } from '#lib/api/configuration/route-test.ts';
import { routes } from '#lib/client/address/routes.ts';
import { ApiError } from '#lib/client/call/api-error.ts';
import { queries } from '#lib/client/queries/queries.ts';
import { AnswerView } from './answer-view.tsx';
import { RequestForm } from './request-form.tsx';
import {
  curlCommand,
  draftOf,
  type RequestField,
  type RequestProblem,
  readRequest,
  savedRequest,
  sluiceCommand,
} from './request-text.ts';
import { ownerOf } from './rule-groups.ts';
import styles from './tester.module.css';
import { useRequestUrl } from './use-request-url.ts';

export function RouteTesterPage() {
  const t = useTranslations('tester');
  const { namespaces, range } = useScope();
  const [draft, change] = useRequestUrl();
  const { request, problems } = readRequest(draft);
  const settled = useDeferredValue(request);
  const query = useQuery({
    ...queries.routeTest(settled),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  });
  const refused = senderProblem(query.error);
  const stale = query.isPlaceholderData || query.error !== null;
  const page = useRef<HTMLDivElement>(null);
  const shown = refused === null ? problems : new Map([...problems, refused]);
  return (
    <div className={styles.page} ref={page}>
      <PageHead
        crumbs={[{ text: t('crumb'), href: routes.configuration({ namespaces, range }) }]}
        crumbsLabel={t('crumb')}
        title={t('title')}
        beside={<span className={styles.dim}>{t('lead')}</span>}
        actions={<Copies request={request} />}
      />
      <div className={styles.columns}>
        <RequestForm draft={draft} problems={shown} onChange={change} />
        <section className={styles.result} aria-label={t('answer')}>
          {query.data !== undefined && !query.data.senderKnown && request !== null && (
            <p className={styles.warned}>{t('unknownSender', { name: request.from.name })}</p>
          )}
          {query.data !== undefined && settled !== null ? (
            <AnswerView
              answer={query.data}
              stale={stale}
              save={!stale && <SaveAnswer request={settled} answer={query.data} />}
            />
          ) : settled === null ? (
            <EmptyState title={t('start.title')} detail={t('start.detail')} />
          ) : (
            query.error === null && <Waiting />
          )}
          {query.error !== null && refused === null && (
            <QueryProblem error={query.error} title={t('failed')} onRetry={() => query.refetch()} />
          )}
        </section>
      </div>
      <div className={styles.saved}>
        <ExpectationSection
          of={{ namespaces }}
          onTest={({ expectation }) => {
            change(draftOf(expectation));
            page.current?.scrollIntoView({ block: 'start' });
          }}
        />
      </div>
    </div>
  );
}

/** Viewers see no write controls at all. */
function SaveAnswer({ request, answer }: { request: RouteTestRequest; answer: RouteTestAnswer }) {
  const mayWrite = useWriters();
  const owner = ownerOf(answer);
  if (!mayWrite(owner?.namespace)) return null;
  return (
    <SaveButton
      request={savedRequest(request)}
      answer={answer}
      owner={owner}
      namespace={request.from.namespace}
    />
  );
}

/** What the server says of the sender belongs to its field. */
function senderProblem(error: unknown): [RequestField, RequestProblem] | null {
  if (!(error instanceof ApiError)) return null;
  const isAbout = error.errors.some(({ field }) => field.startsWith('/request/from'));
  return isAbout ? ['from', 'sender'] : null;
}

function Waiting() {
  return (
    <div role="status" className={styles.waiting}>
      <SkeletonBar width="46%" height={18} />
      <SkeletonBar width="82%" />
      <SkeletonBar width="74%" />
    </div>
  );
}

function Copies({ request }: { request: RouteTestRequest | null }) {
  const t = useTranslations('tester');
  const curl = request === null ? null : curlCommand(request);
  return (
    <>
      <CopyButton text={t('copyLink')} icon="link" content={() => window.location.href} />
      {request !== null && (
        <CopyButton text={t('copyCommand')} icon="command" content={() => sluiceCommand(request)} />
      )}
      {curl !== null && <CopyButton text={t('copyCurl')} icon="command" content={() => curl} />}
    </>
  );
}

function CopyButton({ text, icon, content }: { text: string; icon: 'link' | 'command'; content(): string }) {
  const t = useTranslations('tester');
  const { copied, copy } = useCopied();
  const Icon = copied ? Check : icon === 'link' ? Link2 : Terminal;
  return (
    <Button size="small" leading={<Icon size={14} aria-hidden />} onClick={() => copy(content())}>
      {copied ? t('copied') : text}
    </Button>
  );
}

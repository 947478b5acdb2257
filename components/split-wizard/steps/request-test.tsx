'use client';
/** A request through the route tester with the plan put into the mesh: where it would go, and because of which rule. */
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { SelectInput } from '#components/kit/form-fields/select-input.tsx';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import { VersionMark } from '#components/ui/states/version-mark.tsx';
import type { RouteTestAnswer, RouteTestRequest } from '#lib/api/configuration/route-test.ts';
import type { PlanAnswer } from '#lib/api/splits/split-plan.ts';
import { routeTests } from '#lib/client/changes/route-tests.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import form from '../form.module.css';
import { exampleHeaders, examplePath, readHeaders, sendersOf } from '../test-request.ts';
import { useWizard } from '../wizard-context.ts';
import type { Reading } from '../world-reading.ts';
import styles from './request-test.module.css';
import { TextField } from './text-field.tsx';

export function RequestTest({ plan }: { plan: Pick<PlanAnswer, 'drafts' | 'prediction'> | null }) {
  const t = useTranslations('wizard.ab');
  const id = useId();
  const { answers, reading, world } = useWizard();
  const senders = sendersOf(world, reading, plan);
  const [from, setFrom] = useState<string | null>(null);
  const [typedPath, setPath] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [asked, setAsked] = useState<RouteTestRequest | null>(null);
  const sender = senders.find(({ id: name }) => name === from) ?? senders[0];
  const text = typed ?? exampleHeaders(answers.matches);
  const path = typedPath ?? examplePath(answers.matches, reading);
  const headers = readHeaders(text);
  const changes = plan?.drafts.map(({ change }) => change) ?? [];
  const test = useQuery({
    queryKey: ['route-test', asked, changes] as const,
    queryFn: ({ signal }) =>
      asked === null ? Promise.reject(new Error('nothing asked')) : routeTests.with(asked, changes, signal),
    enabled: asked !== null && changes.length > 0,
    retry: false,
  });
  if (sender === undefined) return null;
  const request: RouteTestRequest | null =
    headers === null
      ? null
      : {
          from: sender.from,
          protocol: 'http',
          host: sender.host,
          port: sender.port,
          method: 'GET',
          path: path.startsWith('/') ? path : `/${path}`,
          headers,
        };
  // An answer is shown beside the request that it is of, and beside no other.
  const isOfThis = asked !== null && JSON.stringify(asked) === JSON.stringify(request);
  return (
    <form
      className={styles.test}
      aria-label={t('test')}
      onSubmit={(event) => {
        event.preventDefault();
        if (request !== null) setAsked(request);
      }}
    >
      <h3>{t('test')}</h3>
      <div className={form.fields}>
        <div className={form.field}>
          <label htmlFor={`${id}-from`}>{t('from')}</label>
          <SelectInput
            id={`${id}-from`}
            label={t('from')}
            value={sender.id}
            width={200}
            options={senders.map(({ id: value, from: { kind, name } }) => ({
              value,
              text: t(kind, { name }),
            }))}
            onChange={setFrom}
          />
        </div>
        <TextField label={t('path')} value={path} width={200} code fault={null} onChange={setPath} />
      </div>
      <div className={form.field}>
        <label htmlFor={`${id}-headers`}>
          {t('headers')} <span className={form.quiet}>{t('headersHint')}</span>
        </label>
        <textarea
          id={`${id}-headers`}
          className={styles.area}
          value={text}
          spellCheck={false}
          aria-invalid={headers === null}
          onChange={({ target }) => setTyped(target.value)}
        />
        {headers === null && (
          <span className={form.wrong}>
            <StateMark state="degraded" size={12} /> {t('badHeaders')}
          </span>
        )}
      </div>
      <div className={form.sectionHead}>
        <Button type="submit" size="small" disabled={headers === null || changes.length === 0}>
          {test.isFetching ? t('asking') : t('ask')}
        </Button>
        <span role="status">
          {isOfThis && test.error !== null && t('failed')}
          {isOfThis && test.data !== undefined && <Outcome answer={test.data} />}
        </span>
      </div>
    </form>
  );
}

function Outcome({ answer }: { answer: RouteTestAnswer }) {
  const t = useTranslations('wizard.ab');
  const format = useFormat();
  const { reading } = useWizard();
  const { destinations, outcome, rule } = answer;
  if (outcome !== 'forward') {
    return (
      <>
        <StateMark state="degraded" size={13} /> {t('nowhere', { outcome: t(`outcome.${outcome}`) })}
      </>
    );
  }
  const nameOf = ({ subset, host }: RouteTestAnswer['destinations'][number]) => subset ?? host;
  const live = destinations.filter(({ share }) => share > 0);
  const [only] = live;
  const isVersion = (version: Reading['stable']) =>
    version !== null && only?.subset === (version.subset ?? version.value);
  const role = isVersion(reading.candidate) ? 'candidate' : isVersion(reading.stable) ? 'stable' : 'other';
  return (
    <span className={form.version}>
      {live.length === 1 && <VersionMark role={role} />}
      {live.length === 1 && only !== undefined
        ? t('goes', { target: nameOf(only) })
        : t('goesShares', {
            targets: live.map((one) => `${nameOf(one)} ${format.percent(one.share, 0)}`).join(', '),
          })}
      {rule !== null && (
        <span className={form.quiet}>
          {t('because', { rule: rule.route ?? String(rule.index + 1), name: rule.name })}
        </span>
      )}
    </span>
  );
}

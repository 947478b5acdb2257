'use client';
/** Which rules take part: every one that sends to the service; what cannot be read is unknown, never absent. */
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/buttons/button.tsx';
import { StateMark } from '#components/ui/states/state-mark.tsx';
import type { SplitWorld, WorldPoint } from '#lib/api/splits/split-world.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { matchWords } from '#lib/splits/survey/match-words.ts';
import { isRecipe } from '../answers.ts';
import form from '../form.module.css';
import { CautionNotes, Note, RefusalNotes } from '../notes.tsx';
import { useWizard } from '../wizard-context.ts';
import { mayChooseHosts } from '../wizard-steps.ts';
import { pointName } from '../world-reading.ts';
import styles from './where-step.module.css';

export function WhereStep() {
  const t = useTranslations('wizard.where');
  const { world, reading, answers, change } = useWizard();
  const { service, points, makesVirtualService } = world;
  const recipe = isRecipe(answers.kind);
  const ticked = new Set(reading.points.map(({ ref }) => pointName(ref)));
  const toggle = (name: string) => {
    const next = new Set([...ticked, ...reading.gonePoints]);
    if (!next.delete(name)) next.add(name);
    change({ points: [...next] });
  };
  return (
    <>
      <h2 className={form.question}>{t(recipe ? 'recipeQuestion' : 'question')}</h2>
      <p className={form.lead}>
        {makesVirtualService
          ? recipe
            ? t('none', { service: service.name })
            : t('makes', { service: service.name, stable: reading.stable?.value ?? '' })
          : t('detail', { service: service.name })}
      </p>
      <div className={form.section}>
        {points.map((point) => {
          const name = pointName(point.ref);
          return (
            <PointRow
              key={name}
              point={point}
              ticked={ticked.has(name)}
              apart={reading.apart.has(name)}
              onToggle={() => toggle(name)}
            />
          );
        })}
        {reading.gonePoints.map((name) => (
          <div key={name} className={styles.point}>
            <StateMark state="degraded" size={14} />
            <div>
              {t('gone', { name })}{' '}
              <Button size="small" onClick={() => toggle(name)}>
                {t('drop')}
              </Button>
            </div>
          </div>
        ))}
      </div>
      <Unknown world={world} />
      <CautionNotes
        cautions={world.cautions.filter(
          ({ code }) =>
            code !== 'unknown-namespaces' && code !== 'hidden-namespaces' && code !== 'reverted-by-git',
        )}
      />
      {!recipe && <p className={form.lead}>{t(`destinationRule.${world.destinationRule.how}`)}</p>}
      {!recipe && <Modes />}
    </>
  );
}

interface PointRowProps {
  point: WorldPoint;
  ticked: boolean;
  /** It sends nothing to either version. */
  apart: boolean;
  onToggle: () => void;
}

function PointRow({ point, ticked, apart, onToggle }: PointRowProps) {
  const t = useTranslations('wizard.where');
  const format = useFormat();
  const manager = useTranslations('editor.manager');
  const words = useTranslations('release.steps');
  const { reading, answers } = useWizard();
  const recipe = isRecipe(answers.kind);
  const { ref, index, name, hosts, gateways, match, roots, shares, owner, refusals } = point;
  const where = gateways.map((one) => (one === 'mesh' ? t('mesh') : t('gateway', { name: one })));
  const label = format.phrases([
    `${ref.kind} ${ref.namespace}/${ref.name}`,
    name ?? t('rule', { number: index + 1 }),
  ]);
  return (
    <div className={styles.point}>
      <input
        type="checkbox"
        checked={ticked}
        disabled={(refusals.length > 0 || apart) && !ticked}
        aria-label={label}
        onChange={onToggle}
      />
      <div>
        <div className={styles.pointName}>
          <b>
            {ref.name} · {name ?? t('rule', { number: index + 1 })}
          </b>
          <span className={form.quiet}>
            {format.phrases([`${ref.kind} ${ref.namespace}`, format.list(where)])}
          </span>
        </div>
        <div className={form.quiet}>
          {format.phrases([
            format.list(hosts),
            t(match.length === 0 ? 'allRequests' : 'conditional'),
            ...(roots.length === 0
              ? []
              : [t('roots', { names: format.list(roots.map((root) => `${root.namespace}/${root.name}`)) })]),
          ])}
        </div>
        {match.map((entry, at) => (
          <div key={JSON.stringify(entry)} className={styles.match}>
            {at > 0 && `${words('or')} `}
            {matchWords(entry).join(` ${words('and')} `)}
          </div>
        ))}
        <div className={form.quiet}>
          {format.phrases([
            format.list(
              shares.map(({ version, subset, host, percent }) =>
                t('share', { target: version ?? subset ?? host, percent: percent ?? '–' }),
              ),
            ),
            ...(owner.reverts ? [t('owned', { manager: owner.name ?? manager(owner.manager) })] : []),
          ])}
        </div>
        {ticked && !recipe && mayChooseHosts(point) && <Hosts point={point} />}
        {apart && (
          <div className={form.quiet}>
            {t('apart', {
              stable: reading.stable?.value ?? '',
              candidate: reading.candidate?.value ?? '',
            })}
          </div>
        )}
        <RefusalNotes refusals={refusals} />
      </div>
    </div>
  );
}

/** Of a rule that speaks for several hosts: whose callers take part. */
function Hosts({ point: { ref, hosts } }: { point: WorldPoint }) {
  const t = useTranslations('wizard.where');
  const { reading, answers, change } = useWizard();
  const name = pointName(ref);
  const chosen = reading.only.get(name) ?? hosts;
  const toggle = (host: string) => {
    const next = hosts.filter((one) => chosen.includes(one) !== (one === host));
    const { [name]: _, ...rest } = answers.only;
    change({ only: next.length === hosts.length ? rest : { ...rest, [name]: next } });
  };
  return (
    <fieldset className={styles.hosts}>
      <legend className={form.quiet}>{t('hosts')}</legend>
      {hosts.map((host) => (
        <label key={host}>
          <input type="checkbox" checked={chosen.includes(host)} onChange={() => toggle(host)} />
          {host}
        </label>
      ))}
      {chosen.length < hosts.length && <p className={form.quiet}>{t('hostsDetail')}</p>}
    </fieldset>
  );
}

function Unknown({ world }: { world: SplitWorld }) {
  const t = useTranslations('wizard.where');
  const format = useFormat();
  const { namespaces, hidden } = world.unknown;
  return (
    <>
      {namespaces.length > 0 && (
        <Note tone="warn">
          <p>
            {t.rich('unknown', {
              b: (words) => <b>{words}</b>,
              count: namespaces.length,
              names: format.list(namespaces),
            })}
          </p>
        </Note>
      )}
      {hidden && (
        <Note tone="quiet">
          <p>{t('hidden')}</p>
        </Note>
      )}
    </>
  );
}

/** Rules of Git that one commit can hand to a VirtualService of ours; a delegate hands nothing on. */
function mayHandOver({ ref, owner, roots, hosts }: WorldPoint): boolean {
  return (
    owner.reverts &&
    ref.kind === 'VirtualService' &&
    ref.layer === 'http' &&
    roots.length === 0 &&
    hosts.length > 0
  );
}

/** How it is written where Git keeps an object; elsewhere there is nothing to choose but to export alone. */
function Modes() {
  const t = useTranslations('wizard.where');
  const manager = useTranslations('editor.manager');
  const { world, reading, change } = useWizard();
  const owner =
    reading.points.find((point) => point.owner.reverts)?.owner ?? world.destinationRule.owner ?? null;
  if (owner === null || world.mode === 'own' || world.mode === 'delegate') return null;
  const ways = reading.points.some(mayHandOver)
    ? (['delegate', 'overlay', 'emit'] as const)
    : (['overlay', 'emit'] as const);
  return (
    <fieldset className={form.radios}>
      <legend>
        <b>{t('how')}</b>{' '}
        <span className={form.quiet}>
          {t('howDetail', {
            manager: owner.name ?? manager(owner.manager),
            object: `${owner.object.kind} ${owner.object.name}`,
          })}
        </span>
      </legend>
      {ways.map((mode) => (
        <label key={mode} className={form.radioRow}>
          <input
            type="radio"
            name="wizard-mode"
            className={form.radio}
            checked={reading.mode === mode}
            onChange={() => change({ mode })}
          />
          <span>
            <b>{t(`mode.${mode}`)}</b>
            <p>{t(`modeDetail.${mode}`)}</p>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

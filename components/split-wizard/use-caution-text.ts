'use client';
/** Cautions of the API in words. */
import { useTranslations } from 'use-intl';
import type { SplitWarning } from '#lib/api/splits/split-shapes.ts';
import { useFormat } from '#lib/i18n/use-format.ts';

/** `ruleName`: how a rule is called on this screen. */
export function useCautionText(
  ruleName: (point: { namespace: string; name: string; key: string }) => string,
): (caution: SplitWarning) => string {
  const t = useTranslations('wizard.warning');
  const editor = useTranslations('editor.manager');
  const format = useFormat();
  return (caution) => {
    switch (caution.code) {
      case 'rescaled':
        return t(caution.code, {
          rule: ruleName(caution.point),
          before: caution.before.join(' / '),
          after: caution.after.join(' / '),
        });
      case 'bypassed': {
        const gateways = caution.gateways.filter((one) => one !== 'mesh');
        const rule = ruleName(caution.point);
        const hosts = format.list(caution.hosts);
        if (gateways.length === 0) return t('bypassedMesh', { rule, hosts });
        const names = format.list(gateways);
        return t(gateways.length < caution.gateways.length ? 'bypassedAll' : 'bypassedGateway', {
          rule,
          hosts,
          gateways: names,
        });
      }
      case 'connections-only':
        return t(caution.code, { rule: ruleName(caution.point) });
      case 'joined':
        return t(caution.code, { host: caution.host, names: format.list(caution.names) });
      case 'not-exported':
      case 'not-imported':
        return t(caution.code, {
          rule: ruleName(caution.point),
          namespaces: format.list(caution.namespaces),
        });
      case 'inherited':
        return t(caution.code, { namespace: caution.namespace, name: caution.name });
      case 'already-shared':
        return t(caution.code, { percent: caution.percent });
      case 'unknown-namespaces':
        return t(caution.code, { namespaces: format.list(caution.namespaces) });
      case 'callers-without-proxy':
        return t(caution.code, {
          workloads: format.list(
            caution.workloads.map((one) => (one === 'unknown' ? t('unknownCallers') : one)),
          ),
        });
      case 'capacity': {
        const { version, ready, needed, percent, most, autoscalers, namespace } = caution;
        if (most === null) {
          const short = t('capacity', { version, ready, needed, percent });
          return autoscalers === 'ok' ? short : short + t(`autoscalers.${autoscalers}`, { namespace });
        }
        return t(most < needed ? 'capacityLimit' : 'capacityGrows', {
          version,
          ready,
          needed,
          percent,
          most,
        });
      }
      case 'other-hosts':
        return t(caution.code, { rule: ruleName(caution.point), hosts: format.list(caution.hosts) });
      case 'other-names':
        return t(caution.code, { services: format.list(caution.services) });
      case 'awaits-git':
        return t(caution.code, {
          root: `${caution.root.namespace}/${caution.root.name}`,
          delegate: `${caution.delegate.namespace}/${caution.delegate.name}`,
        });
      case 'reverted-by-git':
        return t(caution.code, {
          manager: editor(caution.manager),
          object: `${caution.object.kind} ${caution.object.name}`,
        });
      default:
        return t(caution.code);
    }
  };
}

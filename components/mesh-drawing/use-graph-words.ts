'use client';
/** The canvas's words in the reader's language: short ones for the drawing, whole sentences for screen readers. */
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import type { GraphNode, Traffic } from '#lib/api/traffic/graph.ts';
import { useFormat } from '#lib/i18n/use-format.ts';
import { type CanvasWords, nodeName } from './canvas-mapping.ts';

const stateNames = { ok: 'healthy', warn: 'degraded', fail: 'failing', idle: 'idle' } as const;

export function useGraphWords(): CanvasWords {
  const t = useTranslations('graph');
  const format = useFormat();
  return useMemo(() => {
    const names = {
      restricted: t('restricted'),
      unknownSource: t('unknownSource'),
      unknownTarget: t('unknownTarget'),
    };
    const fullName = (node: GraphNode | undefined) => {
      if (!node) return names.unknownSource;
      const name = nodeName(node, names);
      return node.version === null || node.kind === 'restricted' ? name : `${name} ${node.version}`;
    };
    const numbers = (traffic: Traffic | null) => {
      if (!traffic) return '';
      if (traffic.requestsPerSecond > 0) {
        return t('read.requests', {
          rate: format.requestsPerSecond(traffic.requestsPerSecond),
          errors: format.percent(traffic.errorRatio),
          p95: format.milliseconds(traffic.p95Ms),
        });
      }
      return traffic.bytesPerSecond
        ? t('read.bytes', { rate: format.bytesPerSecond(traffic.bytesPerSecond) })
        : '';
    };
    return {
      noTraffic: t('noTraffic'),
      noMetrics: t('noMetrics'),
      external: t('external'),
      ...names,
      name: fullName,
      node: (node) => {
        if (node.kind === 'restricted') return names.restricted;
        return t('read.node', {
          name: fullName(node),
          place: node.namespace === '' ? t(`kind.${node.kind}`) : node.namespace,
          state: t(`state.${node.health.state}`),
          numbers: numbers(node.inbound ?? node.outbound),
        });
      },
      card: (name, namespace, state, versions) =>
        t('read.app', { name, namespace, versions, state: t(`state.${stateNames[state]}`) }),
      edge: (edge, source, target) =>
        t('read.edge', {
          source: fullName(source),
          target: fullName(target),
          state: t(`state.${edge.health.state}`),
          numbers: numbers(edge),
        }),
    };
  }, [t, format]);
}

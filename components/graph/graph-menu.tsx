'use client';
/** The menu of a node, card, edge or box, and of the ground. Loaded when first asked for. */
import { useTranslations } from 'use-intl';
import type { CanvasWords } from '#components/mesh-drawing/canvas-mapping.ts';
import { ContextMenu, type MenuPlace } from '#components/ui/layers/context-menu.tsx';
import type { MenuEntry, MenuSection } from '#components/ui/layers/menu.tsx';
import type { Graph } from '#lib/api/traffic/graph.ts';
import type { Box } from '#lib/graph/views/boxes.ts';
import { objectsOf } from './panel/objects/node-objects.ts';
import { type Subject, subjectName, subjectOf } from './subject.ts';
import { questionOf } from './subject-question.ts';
import { type ExportFormat, exportFormats } from './toolbar/export-formats.ts';
import type { GraphActions } from './use-graph-actions.ts';

export interface MenuRequest {
  /** Null for the ground. */
  readonly id: string | null;
  readonly at: MenuPlace;
}

export interface GraphMenuProps {
  request: MenuRequest;
  graph: Graph;
  words: CanvasWords;
  actions: GraphActions;
  /** Something is left out of the picture. */
  narrowed: boolean;
  /** How a box folds, or the boxes around anything else, the innermost first. */
  folds: readonly { readonly box: Box; readonly folded: boolean; toggle(): void }[];
  onSelect: (id: string) => void;
  onFit: () => void;
  onArrange: () => void;
  onFullScreen: () => void;
  onExport: (format: ExportFormat) => void;
  onClose: () => void;
}

/** More pages than this are a list, not a menu; the panel has them. */
const mostPages = 3;

export function GraphMenu(props: GraphMenuProps) {
  const { request, graph, words, actions, narrowed, folds, onSelect, onClose } = props;
  const t = useTranslations('explore');
  const subject = request.id === null ? null : subjectOf(graph, request.id);
  const name = subject ? subjectName(subject, words) : '';

  const entry = (key: string, text: string, onSelect: () => void, hint?: string): MenuEntry => ({
    key,
    text,
    onSelect,
    ...(hint === undefined ? {} : { hint }),
  });
  const copyLink = (id: string | null) => entry('link', t('menu.copyLink'), () => actions.copyLink(id));
  const copyName = (text: string) => entry('name', t('menu.copyName'), () => actions.copyName(text));
  const everything = narrowed ? [entry('all', t('menu.everything'), actions.everything)] : [];

  const folding = folds.map(({ box, folded, toggle }, index) =>
    entry(
      `fold ${box.id}`,
      t(`menu.${folded ? 'unfold' : 'fold'}.${box.kind}`, { name: box.name }),
      toggle,
      index === 0 ? 'O' : undefined,
    ),
  );

  const finding = (about: Subject): MenuEntry[] => {
    const question = questionOf(about);
    if (question === null) return [];
    return [
      entry('find', t('menu.find'), () => actions.find(question)),
      entry('hide', t('menu.hide'), () => actions.hide(question)),
    ];
  };

  const ofNodes = (about: Subject): MenuSection[] => {
    const hidden = about.nodes.some(({ kind }) => kind === 'restricted');
    const looking = [
      entry('details', t('menu.details'), () => onSelect(about.id), 'Enter'),
      entry('around', t('menu.around'), () => actions.around(about.id), 'N'),
      ...everything,
    ];
    const pages = [
      ...objectsOf(about.nodes, 'service')
        .slice(0, mostPages)
        .map((object) =>
          entry(`service ${object.name}`, t('menu.service', { name: object.name }), () =>
            actions.openService(object),
          ),
        ),
      ...objectsOf(about.nodes, 'workload')
        .slice(0, mostPages)
        .map((object) =>
          entry(`workload ${object.name}`, t('menu.workload', { name: object.name }), () =>
            actions.openWorkload(object),
          ),
        ),
    ];
    const copying = [...(hidden ? [] : [copyName(name)]), copyLink(about.id)];
    return [looking, folding, finding(about), pages, copying].map((entries) => ({ entries }));
  };

  const ofEdge = (about: Extract<Subject, { kind: 'edge' }>): MenuSection[] => [
    {
      entries: [
        entry('details', t('menu.details'), () => onSelect(about.id), 'Enter'),
        entry('around', t('menu.around'), () => actions.around(about.id), 'N'),
        ...everything,
      ],
    },
    {
      entries: about.nodes.map((node) => {
        const end = subjectName({ kind: 'node', id: node.id, nodes: [node] }, words);
        return entry(node.id, t('menu.detailsOf', { name: end }), () => onSelect(node.id));
      }),
    },
    { entries: finding(about) },
    { entries: [copyLink(about.id)] },
  ];

  const ofBox = (about: Extract<Subject, { kind: 'box' }>): MenuSection[] => [
    {
      entries: [
        ...(about.of === 'namespace'
          ? [entry('only', t('menu.onlyNamespace', { namespace: name }), () => actions.onlyNamespace(name))]
          : []),
        entry('around', t(`menu.aroundBox.${about.of}`), () => actions.around(about.id)),
        ...folding,
        ...everything,
      ],
    },
    { entries: finding(about) },
    { entries: [copyName(name), copyLink(null)] },
  ];

  /** Edges of folded boxes, added up: the panel lists what they are made of. */
  const ofBundle = (id: string): MenuSection[] => [
    {
      entries: [
        entry('details', t('menu.details'), () => onSelect(id), 'Enter'),
        ...everything,
        copyLink(id),
      ],
    },
  ];

  const ofGround = (): MenuSection[] => [
    {
      entries: [
        entry('fit', t('menu.fit'), props.onFit, 'F'),
        entry('arrange', t('menu.arrange'), props.onArrange),
        entry('table', t('menu.table'), actions.otherView, 'T'),
        entry('full', t('menu.fullScreen'), props.onFullScreen, 'Shift+F'),
        ...everything,
        copyLink(null),
      ],
    },
    {
      label: t('menu.export'),
      entries: exportFormats.map((format) =>
        entry(format, t(`export.${format}`), () => props.onExport(format)),
      ),
    },
  ];

  const sections =
    subject === null
      ? request.id === null
        ? ofGround()
        : ofBundle(request.id)
      : subject.kind === 'edge'
        ? ofEdge(subject)
        : subject.kind === 'box'
          ? ofBox(subject)
          : ofNodes(subject);
  return (
    <ContextMenu
      label={subject ? t('menu.label', { name }) : t('menu.ground')}
      title={subject ? name : null}
      at={request.at}
      width={230}
      sections={sections.filter(({ entries }) => entries.length > 0)}
      onClose={onClose}
    />
  );
}

/** The tabs of an object's page, in their order. A tab joins here, with a name below `configuration.detail.tab`. */
import type { ComponentType } from 'react';
import type { ConfigurationObject } from '#lib/api/configuration/configuration.ts';
import { OverviewTab } from './overview-tab.tsx';
import { YamlTab } from './yaml-tab.tsx';

export interface ObjectTab {
  name: 'overview' | 'yaml';
  Panel: ComponentType<{ detail: ConfigurationObject }>;
}

export const objectTabs: readonly [ObjectTab, ...ObjectTab[]] = [
  { name: 'overview', Panel: OverviewTab },
  { name: 'yaml', Panel: YamlTab },
];

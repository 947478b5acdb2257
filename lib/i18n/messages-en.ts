/** English, one file a feature. Its keys are the keys of every language (messages-zh-cn.ts), and typed: a missing or misspelt one does not compile. */
import type { Locale } from './locales.ts';
import access from './messages/en/access.json' with { type: 'json' };
import charts from './messages/en/charts.json' with { type: 'json' };
import checks from './messages/en/checks.json' with { type: 'json' };
import code from './messages/en/code.json' with { type: 'json' };
import common from './messages/en/common.json' with { type: 'json' };
import configuration from './messages/en/configuration.json' with { type: 'json' };
import details from './messages/en/details.json' with { type: 'json' };
import editor from './messages/en/editor.json' with { type: 'json' };
import expectations from './messages/en/expectations.json' with { type: 'json' };
import explore from './messages/en/explore.json' with { type: 'json' };
import find from './messages/en/find.json' with { type: 'json' };
import fold from './messages/en/fold.json' with { type: 'json' };
import forms from './messages/en/forms.json' with { type: 'json' };
import graph from './messages/en/graph.json' with { type: 'json' };
import history from './messages/en/history.json' with { type: 'json' };
import links from './messages/en/links.json' with { type: 'json' };
import lists from './messages/en/lists.json' with { type: 'json' };
import login from './messages/en/login.json' with { type: 'json' };
import logs from './messages/en/logs.json' with { type: 'json' };
import mesh from './messages/en/mesh.json' with { type: 'json' };
import metrics from './messages/en/metrics.json' with { type: 'json' };
import overview from './messages/en/overview.json' with { type: 'json' };
import prediction from './messages/en/prediction.json' with { type: 'json' };
import release from './messages/en/release.json' with { type: 'json' };
import releases from './messages/en/releases.json' with { type: 'json' };
import sentences from './messages/en/sentences.json' with { type: 'json' };
import settings from './messages/en/settings.json' with { type: 'json' };
import shell from './messages/en/shell.json' with { type: 'json' };
import tester from './messages/en/tester.json' with { type: 'json' };
import time from './messages/en/time.json' with { type: 'json' };
import traces from './messages/en/traces.json' with { type: 'json' };
import units from './messages/en/units.json' with { type: 'json' };
import wizard from './messages/en/wizard.json' with { type: 'json' };

export const messages = {
  access,
  charts,
  checks,
  code,
  common,
  configuration,
  details,
  editor,
  expectations,
  explore,
  find,
  fold,
  forms,
  graph,
  history,
  links,
  lists,
  login,
  logs,
  mesh,
  metrics,
  overview,
  prediction,
  sentences,
  settings,
  shell,
  tester,
  releases,
  release,
  time,
  traces,
  units,
  wizard,
};

export type Messages = typeof messages;

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale;
    Messages: Messages;
  }
}

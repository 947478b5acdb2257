/** 简体中文, one file a feature. */

import access from './messages/zh-CN/access.json' with { type: 'json' };
import charts from './messages/zh-CN/charts.json' with { type: 'json' };
import checks from './messages/zh-CN/checks.json' with { type: 'json' };
import code from './messages/zh-CN/code.json' with { type: 'json' };
import common from './messages/zh-CN/common.json' with { type: 'json' };
import configuration from './messages/zh-CN/configuration.json' with { type: 'json' };
import details from './messages/zh-CN/details.json' with { type: 'json' };
import editor from './messages/zh-CN/editor.json' with { type: 'json' };
import expectations from './messages/zh-CN/expectations.json' with { type: 'json' };
import explore from './messages/zh-CN/explore.json' with { type: 'json' };
import find from './messages/zh-CN/find.json' with { type: 'json' };
import fold from './messages/zh-CN/fold.json' with { type: 'json' };
import forms from './messages/zh-CN/forms.json' with { type: 'json' };
import graph from './messages/zh-CN/graph.json' with { type: 'json' };
import history from './messages/zh-CN/history.json' with { type: 'json' };
import links from './messages/zh-CN/links.json' with { type: 'json' };
import lists from './messages/zh-CN/lists.json' with { type: 'json' };
import login from './messages/zh-CN/login.json' with { type: 'json' };
import logs from './messages/zh-CN/logs.json' with { type: 'json' };
import mesh from './messages/zh-CN/mesh.json' with { type: 'json' };
import metrics from './messages/zh-CN/metrics.json' with { type: 'json' };
import overview from './messages/zh-CN/overview.json' with { type: 'json' };
import prediction from './messages/zh-CN/prediction.json' with { type: 'json' };
import release from './messages/zh-CN/release.json' with { type: 'json' };
import releases from './messages/zh-CN/releases.json' with { type: 'json' };
import sentences from './messages/zh-CN/sentences.json' with { type: 'json' };
import settings from './messages/zh-CN/settings.json' with { type: 'json' };
import shell from './messages/zh-CN/shell.json' with { type: 'json' };
import tester from './messages/zh-CN/tester.json' with { type: 'json' };
import time from './messages/zh-CN/time.json' with { type: 'json' };
import traces from './messages/zh-CN/traces.json' with { type: 'json' };
import units from './messages/zh-CN/units.json' with { type: 'json' };
import wizard from './messages/zh-CN/wizard.json' with { type: 'json' };
import type { Messages } from './messages-en.ts';

export const messages: Messages = {
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

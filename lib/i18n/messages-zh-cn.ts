/** 简体中文, one file a feature. */

import common from './messages/zh-CN/common.json' with { type: 'json' };
import graph from './messages/zh-CN/graph.json' with { type: 'json' };
import login from './messages/zh-CN/login.json' with { type: 'json' };
import overview from './messages/zh-CN/overview.json' with { type: 'json' };
import settings from './messages/zh-CN/settings.json' with { type: 'json' };
import shell from './messages/zh-CN/shell.json' with { type: 'json' };
import units from './messages/zh-CN/units.json' with { type: 'json' };
import type { Messages } from './messages-en.ts';

export const messages: Messages = { common, graph, login, overview, settings, shell, units };

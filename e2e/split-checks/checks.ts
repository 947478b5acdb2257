/** The acceptance checks of traffic splits, phrase by phrase, and what shows each; journeys where Kubernetes itself has to say or do something. */
import type { Phrase } from './phrase.ts';
import {
  act,
  begin,
  broken,
  collide,
  dead,
  delegates,
  forbidden,
  foreign,
  fourRules,
  git,
  guard,
  half,
  leftSubsets,
  live,
  meanwhile,
  measured,
  merged,
  onApi,
  overtaken,
  owned,
  plan,
  properties,
  property,
  race,
  refused,
  several,
  strategies,
  thirds,
  together,
  told,
  verdicts,
  watched,
  wizard,
} from './tests.ts';

export const checks: Readonly<Record<number, readonly Phrase[]>> = {
  1: [
    {
      says: 'four routes, timeouts, retries, CORS, fault: after apply, abort and restore of the base the object is what it was, but for what Kubernetes counts',
      tests: [
        [plan, 'after an abort and a restore the object is as it was, but for the record'],
        [properties, property],
        [
          act,
          '1: after an abort the candidate has nothing although the base was a plain host; a restore is refused while it is ready',
        ],
      ],
      journeys: [[onApi, fourRules]],
    },
    {
      says: 'after the abort alone the candidate has nothing, also where the base named no subset',
      tests: [
        [
          act,
          '1: after an abort the candidate has nothing although the base was a plain host; a restore is refused while it is ready',
        ],
        [properties, property],
      ],
      journeys: [[onApi, fourRules]],
    },
  ],
  2: [
    {
      says: 'a third destination at 20 % keeps it through 5, 25, 50, 100, an abort and a promote',
      tests: [
        [plan, 'a third destination keeps its fifth through all steps, abort and promotion'],
        [act, '2: a third destination keeps its share through every step, abort and promote'],
      ],
      journeys: [[onApi, thirds]],
    },
  ],
  3: [
    {
      says: 'weights of 1 and 3 are shown as 25 and 75',
      tests: [[live, '3: weights that do not sum to 100 are shown as shares, and the first write says so']],
      journeys: [[onApi, thirds]],
    },
    {
      says: 'the review states that they are rescaled',
      tests: [[plan, 'weights that do not sum to 100 are scaled, and that is told']],
      journeys: [[onApi, thirds]],
    },
  ],
  4: [
    {
      says: 'the order of the routes stays',
      tests: [
        [plan, 'a canary changes the destinations of its rule and nothing else'],
        [properties, property],
      ],
      journeys: [[onApi, fourRules]],
    },
    {
      says: 'the rule of an A/B test lands directly before its target',
      tests: [
        [plan, 'an A/B rule stands directly before its target, crossed with its matches'],
        [
          wizard,
          '4: the rule of an A/B test lands before its target; behind a catch-all the target is refused with the number',
        ],
      ],
      journeys: [
        [
          strategies,
          'A/B: either of two conditions reaches the new version, and an abort takes the rule off',
        ],
      ],
    },
    {
      says: 'a target behind a catch-all is refused with the number of the rule',
      tests: [
        [
          wizard,
          '4: the rule of an A/B test lands before its target; behind a catch-all the target is refused with the number',
        ],
      ],
      journeys: [[refused, 'a rule behind one that takes everything: refused with the numbers of both']],
    },
  ],
  5: [
    {
      says: 'of two who apply at once one wins',
      tests: [
        [
          begin,
          '5: of two who begin at once one wins, the other is told who, when, and what became of the weights',
        ],
      ],
      journeys: [[onApi, race]],
    },
    {
      says: 'the other sees a conflict that names user, time, old and new weights',
      tests: [
        [
          begin,
          '5: of two who begin at once one wins, the other is told who, when, and what became of the weights',
        ],
        [act, '5: somebody acted on it meanwhile: a conflict that names who, when, and both weights'],
      ],
      journeys: [
        [onApi, race],
        [together, collide],
        [meanwhile, overtaken],
      ],
    },
    {
      says: 'an edit of another route is merged silently',
      tests: [
        [
          begin,
          '5: what was reviewed was changed meanwhile: a conflict with both weights; another rule is merged silently',
        ],
        [begin, 'into another rule: merged without a word, and the record knows its subsets'],
      ],
      journeys: [
        [onApi, race],
        [meanwhile, merged],
      ],
    },
  ],
  6: [
    {
      says: 'an abort amid a storm of conflicting edits succeeds within five tries',
      tests: [[act, '6: an abort amid a storm of other edits succeeds, with Prometheus down']],
      journeys: [
        [
          broken,
          'an abort amid a storm of edits of the same rule, while Prometheus is away, needs one press',
        ],
      ],
    },
    {
      says: 'with Prometheus down',
      tests: [[act, '6: an abort amid a storm of other edits succeeds, with Prometheus down']],
      journeys: [
        [
          broken,
          'an abort amid a storm of edits of the same rule, while Prometheus is away, needs one press',
        ],
      ],
    },
    {
      says: 'with the event stream cut',
      tests: [],
      journeys: [
        [watched, 'the stream is cut: an abort works all the same, it comes back, and nothing is lost'],
      ],
    },
  ],
  7: [
    {
      says: 'subsets written, routes forbidden: no route changed; verb and namespace are named; the subset is told, its removal offered',
      tests: [
        [
          begin,
          '7: the route is forbidden after the subset was written: no route changed, the right is named, the subset is told',
        ],
        [
          begin,
          '7: of a DestinationRule of others the subset alone goes; one that a route names by now stays',
        ],
      ],
      journeys: [[forbidden, leftSubsets]],
    },
  ],
  8: [
    {
      says: 'the second of two objects fails: “1 of 2”, and an abort restores the first',
      tests: [
        [
          several,
          'partial 1/2; an abort takes the first back, and asks for no right to what the split never came to',
        ],
      ],
      journeys: [[forbidden, half]],
    },
  ],
  9: [
    {
      says: 'the candidate has no ready pod at 25 %: a banner within 5 s, and the weight cannot be raised',
      tests: [
        [act, '9: without a ready pod the candidate gets no more, the page says so, and the abort is there'],
        [act, '9: the candidate is down for users %s'],
      ],
      journeys: [
        [watched, 'the candidate loses its last pod: a banner within seconds, and its share cannot rise'],
      ],
    },
  ],
  10: [
    {
      says: 'the subset is missing: Failing by what callers report, although destinations are silent',
      tests: [
        [
          live,
          '10: the subset is missing: failing by what callers report, although the destination is silent',
        ],
      ],
      journeys: measured,
      onTheDemo: [
        [told, 'a subset is taken away: failing by what callers report, although its pods hear of nothing'],
      ],
    },
  ],
  11: [
    {
      says: 'a quiet service: Insufficient data',
      tests: [[live, '11: a quiet service is no verdict']],
      journeys: [[watched, 'every button, from the first step to the last subset']],
    },
    {
      says: 'the guard holds',
      tests: [[guard, '11: a quiet service']],
      journeys: [
        [
          refused,
          'a quiet service: the armed guard looks again and again, says that it waits for requests, and holds',
        ],
      ],
    },
  ],
  12: [
    {
      says: 'a caller without a sidecar takes 30 %: Split not obeyed, and the caller is named',
      tests: [
        [live, '12: a caller without a proxy takes a third: not obeyed, and named'],
        [verdicts, 'callers that go past the split are named, the loudest first'],
      ],
      journeys: measured,
      onTheDemo: [
        [
          told,
          'a caller without a sidecar takes a third: the split is not obeyed, and it is told who goes past',
        ],
      ],
    },
  ],
  13: [
    {
      says: 'a mirror: the candidate is no part of user-facing totals',
      tests: [[live, '13: copies are no part of shares']],
      journeys: [[strategies, 'mirror: copies of a share, of more of them, and of none']],
    },
  ],
  14: [
    {
      says: 'weights jump back within 60 s: the banner names Argo CD or Flux, and nothing is written against it',
      tests: [
        [
          act,
          '14: somebody puts the old weights back: the page names them; adopt or reapply, never by itself',
        ],
      ],
      journeys: [
        [
          strategies,
          'over Git: weights alone, with what Argo CD has to be told, and what Git has to say after an abort',
        ],
      ],
    },
  ],
  15: [
    {
      says: 'of a delegate the root is never written, in any action',
      tests: [
        [act, '15: of a delegate the root is never written, whatever is done'],
        [delegates, 'is made with the rule as it is; the root is never written, in no action'],
      ],
      journeys: [
        [
          git,
          'a delegate: Git’s rule is never written, nothing rises before it hands over, and Events tell what was done',
        ],
      ],
    },
  ],
  16: [
    {
      says: 'owned by a Rollout or a Canary: the wizard refuses, the live view still draws steps and weights',
      tests: [
        [live, '16: what Argo Rollouts steers is shown with its weights, and nothing is offered'],
        [foreign, 'is shown where it stands, with what it can be asked for'],
        [wizard, '16, 17: %s is refused with its reason, in the world and by a plan'],
      ],
      journeys: [
        [
          owned,
          'Argo Rollouts: shown step by step, asked for the next one and to abort, and no route is written',
        ],
        [
          owned,
          'Flagger: paused and resumed by its own switch; its gate is opened by the command that is shown',
        ],
        [owned, 'KubeSphere: its strategy is shown, and nothing of it can be asked here'],
      ],
    },
  ],
  17: [
    {
      says: 'headless, ExternalName and dead duplicates of a VirtualService are refused with the reason',
      tests: [
        [wizard, '16, 17: %s is refused with its reason, in the world and by a plan'],
        [
          wizard,
          '17: of two VirtualServices for one host on the mesh the younger is refused, and names the winner',
        ],
      ],
      journeys: [[onApi, dead]],
    },
    {
      says: 'ambient is refused with the reason',
      tests: [[wizard, '17: pods of the ambient mesh are refused %s']],
      journeys: [
        [
          refused,
          'pods of the ambient mesh: refused with the reason and the way out, and there is no next step',
        ],
      ],
    },
  ],
  18: [
    {
      says: 'versions v1.2.3 and v1-2-3 together have subsets of different names',
      tests: [
        [wizard, '18: versions that would make the same subset name get two'],
        [
          plan,
          'the same subset policy holds for both versions; versions that look alike get names of their own',
        ],
      ],
      journeys: [[onApi, fourRules]],
    },
  ],
  19: [
    {
      says: 'a viewer who calls the API gets 403 from Kubernetes, not from the console',
      tests: [[begin, '19: a viewer who calls the API gets the word of Kubernetes, and nothing is written']],
      journeys: [[together, 'a viewer watches it live and can touch nothing']],
    },
  ],
  20: [
    {
      says: 'the record deleted or broken by hand: an untracked split, to be adopted',
      tests: [[act, '20: a split whose record %s is untracked, and can be adopted']],
      journeys: [[watched, 'somebody writes past the console: adopt what they wrote, or write ours again']],
    },
  ],
  21: [
    {
      says: 'the VirtualService deleted in the middle: the stream shows it, the history is kept',
      tests: [[act, '21: the VirtualService is deleted in the middle: the timeline is kept']],
      journeys: [[watched, 'the routes, then the service']],
    },
  ],
  22: [
    {
      says: 'namespaces where routes cannot be listed are unknown, not empty',
      tests: [[wizard, '22: namespaces where routes cannot be read are unknown, not empty']],
      journeys: [[forbidden, half]],
    },
  ],
};

/** The checks over a set of so many services (the argument; with saved requests where the second is `saved`), first thing in this process; its times as JSON, for checks.ts. */
import { createCheckSet } from '../lib/istio/checks/check-set.ts';
import { type ColdTimes, checkedObjects } from './checks.ts';

const objects = checkedObjects(Number(process.argv[2]), process.argv[3] === 'saved');
const thread = process.threadCpuUsage();
const all = process.cpuUsage();
createCheckSet(objects).findings();
const ms = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;
const times: ColdTimes = {
  threadMs: ms(process.threadCpuUsage(thread)),
  allThreadsMs: ms(process.cpuUsage(all)),
};
process.stdout.write(JSON.stringify(times));

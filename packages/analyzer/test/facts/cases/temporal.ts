import type { DetectorCase } from '../detector-case.ts';

export const TEMPORAL_CASES: DetectorCase[] = [
  {
    detector: 'temporal',
    name: 'ties starts and calls of activities to the workers that run them',
    files: {
      'activities.ts': `export async function charge(id: string) {}
export const refund = async (id: string) => {};
export const makeActivities = (db) => ({ async greet(name) { return db.get(name); } });`,
      'workflows.ts': `import { executeChild, proxyActivities } from '@temporalio/workflow';
import type * as activities from './activities.ts';
const { charge } = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });
const all = proxyActivities<typeof activities>({ startToCloseTimeout: '1 minute' });
export async function order(id: string) {
  await charge(id);
  await all.refund(id);
  await executeChild(shipping, { args: [id] });
}
export async function shipping(id: string) {}`,
      'worker.ts': `import { Worker } from '@temporalio/worker';
import * as activities from './activities.ts';
import { makeActivities } from './activities.ts';
async function run(others) {
  await Worker.create({ workflowsPath: require.resolve('./workflows'), activities, taskQueue: 'orders' });
  await Worker.create({ workflowsPath: others.path, activities: { ...makeActivities(1), plain() {} }, taskQueue: 'greet' });
  await Worker.create({ activities: others, taskQueue: 'x' });
}`,
      'client.ts': `import { Client } from '@temporalio/client';
import { order } from './workflows.ts';
export async function start(name) {
  const client = new Client({});
  await client.workflow.start(order, { taskQueue: 'orders' });
  await client.workflow.execute('shipping', { taskQueue: 'orders' });
  await client.workflow.start(name, {});
  await client.schedule.create({ scheduleId: 'nightly', spec: { cronExpressions: ['0 0 * * *'] }, action: { type: 'startWorkflow', workflowType: order } });
  await client.workflow.getHandle('1').signal('approve');
}`,
    },
    expected: [
      'client.ts:5 emit order',
      'client.ts:6 emit shipping',
      'client.ts:8 job order 0 0 * * *',
      'worker.ts:5 listen charge',
      'worker.ts:5 listen makeActivities',
      'worker.ts:5 listen order',
      'worker.ts:5 listen refund',
      'worker.ts:5 listen shipping',
      'worker.ts:6 listen greet',
      'worker.ts:6 listen plain',
      'workflows.ts:6 emit charge',
      'workflows.ts:7 emit refund',
      'workflows.ts:8 emit shipping',
    ],
    handlers: [
      'worker.ts:5 charge -> activities.ts#charge',
      'worker.ts:5 makeActivities -> activities.ts#makeActivities',
      'worker.ts:5 order -> workflows.ts#order',
      'worker.ts:5 refund -> activities.ts#refund',
      'worker.ts:5 shipping -> workflows.ts#shipping',
      'worker.ts:6 greet -> activities.ts#greet',
      'worker.ts:6 plain -> worker.ts#plain',
    ],
    unresolved: [
      'client.ts:7 event: name of the workflow is computed',
      'worker.ts:6 event: path of the workflows is computed',
      'worker.ts:7 event: activities of the worker are computed',
    ],
  },
];

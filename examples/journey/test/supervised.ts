/** A journey of one step, for the test of interruptions: starts processes, tells their ids, waits. */
import { tmpdir } from 'node:os';
import { createSupervisor } from '../src/frame/supervisor.ts';

const interruption = new AbortController();
const supervisor = createSupervisor(process.argv[2] ?? tmpdir(), interruption.signal);
process.on('SIGINT', () => interruption.abort(new Error('interrupted')));

// A child that starts a grandchild and prints both ids; neither ends by itself.
const child = `
  const { spawn } = require('node:child_process');
  const grandchild = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  console.log(JSON.stringify({ pids: [process.pid, grandchild.pid] }));
  setInterval(() => {}, 1000);
`;
const running = await supervisor.start({
  name: 'child',
  command: process.execPath,
  args: ['-e', child],
  ready: (line) => JSON.parse(line) as { pids: number[] },
});
process.stdout.write(`${JSON.stringify(running.value)}\n`);
await new Promise((resolve) => interruption.signal.addEventListener('abort', resolve));
await supervisor.stopAll();
process.exitCode = 130;

#!/usr/bin/env node
import { enableCompileCache } from 'node:module';

// `ashlar … | head` closes the pipe early; that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

// Compiled code is kept between runs, which about halves the time to start; hence the late import.
enableCompileCache();
const { run } = await import('./run.ts');
process.exitCode = await run(process.argv.slice(2));

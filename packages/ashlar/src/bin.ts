#!/usr/bin/env node
// Nothing is imported before the version is known to be enough: an older Node would fail on an
// import and print a stack instead of what to do.
const NEEDED = [22, 13] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  process.stderr.write(
    `error CLI_NODE_TOO_OLD: ashlar needs Node ${NEEDED.join('.')} or newer, this is ${process.versions.node}\n` +
      '  hint: Install a current Node, for example from https://nodejs.org.\n',
  );
  process.exitCode = 2;
} else {
  // `ashlar … | head` closes the pipe early; that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  const { run } = await import('./run.ts');
  process.exitCode = await run(process.argv.slice(2));
}

export {};

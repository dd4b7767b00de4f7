// Installs what package-lock.json names when it is not there yet or older than the lock file.
// Plain CommonJS without dependencies: it runs before anything is installed, on the machine's own Node
// (20 or newer), on Windows too.
const { existsSync, statSync } = require('node:fs');
const { join } = require('node:path');
const { spawnSync } = require('node:child_process');

const root = join(__dirname, '..');
const lock = join(root, 'package-lock.json');
// npm writes this file at the end of an install: its time is the time at which the tree was complete.
const installed = join(root, 'node_modules', '.package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lock).mtimeMs) {
  process.stdout.write(
    'Installing what package-lock.json names. The first time this takes a minute or two.\n',
  );
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) {
    process.stderr.write(
      `The installation did not finish (${error ? error.message : `npm ci ended with ${status}`}). ` +
        'Check the network connection to the npm registry and run the same command again.\n',
    );
    process.exit(1);
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { lockDirectory } from '../../../services/store/directory-lock.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('a second user of the directory is refused in one sentence, until the first has let go', async () => {
  const first = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toMatchObject({
    code: 'in-use',
    message: `The data in ${directory} is in use by process ${process.pid}. Stop that one first, or set DATA_DIR to another folder.`,
  });
  await first.release();
  const second = await lockDirectory(directory);
  await second.release();
});

test('a process that was killed is no obstacle, and of two that follow one gets the directory', async () => {
  const file = join(import.meta.dirname, '../../../services/store/directory-lock.ts');
  const script = `import { lockDirectory } from ${JSON.stringify(file)};
    await lockDirectory(${JSON.stringify(directory)}); console.log('held'); setInterval(() => {}, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  await expect(lockDirectory(directory)).rejects.toThrow(`process ${holder.pid}`);
  holder.kill('SIGKILL');
  await once(holder, 'exit');

  const results = await Promise.allSettled([lockDirectory(directory), lockDirectory(directory)]);
  const holders = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  expect(holders).toHaveLength(1);
  await holders[0]?.release();
});

test('a path too long for a socket is locked all the same', async () => {
  const deep = await mkdtemp(join(directory, `${'long-'.repeat(24)}`));
  const first = await lockDirectory(deep);
  await expect(lockDirectory(deep)).rejects.toMatchObject({ code: 'in-use' });
  await first.release();
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { openClock } from '../../demo/clock.ts';
import { temporaryFolder } from './support.ts';

const folder = temporaryFolder();
const startsAt = new Date('2018-11-05T09:00:00Z');
let count = 0;

function opened(path = join(folder, `${++count}.json`)) {
  let elapsed = 1_000;
  const clock = openClock({ path, startsAt, elapsedMs: () => elapsed });
  const pass = (ms: number) => {
    elapsed += ms;
  };
  return { clock, path, pass };
}

describe('the clock of the demo', () => {
  test('starts where it is told and runs on', () => {
    const { clock, pass } = opened();
    expect(clock.now()).toEqual(startsAt);
    pass(90_000);
    expect(clock.now()).toEqual(new Date('2018-11-05T09:01:30Z'));
    clock.stop();
  });

  test('stands still while the demo is stopped', () => {
    const first = opened();
    first.clock.moveTo(new Date('2018-11-19T09:00:00Z'));
    first.pass(60_000);
    first.clock.stop();
    const again = opened(first.path);
    expect(again.clock.now()).toEqual(new Date('2018-11-19T09:01:00Z'));
    again.clock.stop();
  });

  test('never goes back, not even after a kill between two savings', () => {
    const killed = opened();
    killed.clock.save();
    killed.pass(4_999);
    const seen = killed.clock.now();
    const again = opened(killed.path);
    expect(again.clock.now().getTime()).toBeGreaterThanOrEqual(seen.getTime());
    expect(() => again.clock.moveTo(startsAt)).toThrow(RangeError);
    killed.clock.stop();
    again.clock.stop();
  });

  test('refuses a file that it cannot read rather than begin anew unasked', () => {
    const path = join(folder, 'broken.json');
    writeFileSync(path, '{"now": "yester');
    expect(() => openClock({ path, startsAt })).toThrow('--fresh');
  });
});

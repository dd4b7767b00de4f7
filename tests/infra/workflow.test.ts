import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectFolder } from '../support/cloud/bot-process.ts';

describe('the workflow of GitHub Actions', () => {
  const workflow = parse(readFileSync(join(projectFolder, '.github/workflows/ci.yml'), 'utf8'));
  const jobs: { permissions?: unknown; steps: { uses?: string; run?: string }[] }[] = Object.values(
    workflow.jobs,
  );
  const steps = jobs.flatMap((job) => job.steps);

  it('may read the code and nothing else', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    for (const job of jobs) expect(job.permissions).toBeUndefined();
  });

  it('takes each action in a named major version, from GitHub itself', () => {
    const actions = steps.flatMap(({ uses }) => uses ?? []);
    expect(actions.length).toBeGreaterThan(0);
    for (const action of actions) expect(action).toMatch(/^actions\/[\w-]+@v\d+$/);
  });

  it('runs every check that a change must pass', () => {
    const commands = steps.flatMap(({ run }) => run ?? []);
    expect(commands).toEqual(['bash .ci/run']);
    expect(existsSync(join(projectFolder, '.ci/run'))).toBe(true);
  });
});

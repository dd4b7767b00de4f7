import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createKnowledge } from '../../services/knowledge/knowledge.ts';
import type { RolloutPlan } from '../../services/rollout/plan.ts';
import { quantile } from './outcomes.ts';

/** Measures the product's own knowledge as a turn uses it: alone, 16 at once, and what other turns feel of it. */
export async function measureSpeed(plan: RolloutPlan, questions: string[]): Promise<string[]> {
  const log = { info() {}, warn() {} };
  const startedAt = performance.now();
  const knowledge = await createKnowledge({ plan, log });
  const startMs = performance.now() - startedAt;
  await knowledge.ready;
  const readyMs = performance.now() - startedAt;
  const now = new Date(`${plan.source.published}T12:00:00Z`);
  const timed = async (question: string) => {
    const begun = performance.now();
    await knowledge.find(question, { now });
    return performance.now() - begun;
  };
  await timed('to warm up');

  const alone: number[] = [];
  for (const question of questions.slice(0, 300)) alone.push(await timed(question));
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const together: number[] = [];
  for (let at = 0; at + 16 <= Math.min(questions.length, 480); at += 16)
    together.push(...(await Promise.all(questions.slice(at, at + 16).map(timed))));
  delay.disable();
  await knowledge.close();

  const ms = (value: number) => `${value.toFixed(0)} ms`;
  return [
    `start: ${ms(startMs)} until questions are answered by words, ${ms(readyMs)} until by meaning as well (in the worker)`,
    `a question alone: p50 ${ms(quantile(alone, 0.5))}, p95 ${ms(quantile(alone, 0.95))} (asked: p50 under 30 ms)`,
    `16 at once: p50 ${ms(quantile(together, 0.5))}, p99 ${ms(quantile(together, 0.99))} (asked: p99 under 250 ms)`,
    `event loop meanwhile: p99 ${ms(delay.percentile(99) / 1e6)}, longest ${ms(delay.max / 1e6)} (asked: under 50 ms)`,
  ];
}

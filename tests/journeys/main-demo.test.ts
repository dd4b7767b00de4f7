import { mainStory } from './main-story.ts';
import { openDemoWorld } from './worlds/demo-world.ts';
import type { World } from './worlds/world.ts';

describe('the main story in the demo', () => {
  let world: World;

  beforeAll(async () => {
    world = await openDemoWorld();
  }, 180_000);

  afterAll(() => world?.close(), 30_000);

  for (const chapter of mainStory) {
    test(chapter.title, () => chapter.play(world), 180_000);
  }
});

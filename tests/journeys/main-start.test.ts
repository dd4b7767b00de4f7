import { mainStory } from './main-story.ts';
import { openCloudWorld } from './worlds/cloud-world.ts';

describe('the main story against npm start and the simulated Microsoft cloud', () => {
  let world: Awaited<ReturnType<typeof openCloudWorld>>;

  beforeAll(async () => {
    world = await openCloudWorld();
  }, 180_000);

  afterAll(() => world?.close());

  for (const chapter of mainStory) {
    test(chapter.title, () => chapter.play(world), 180_000);
  }

  test('talks to Microsoft alone, with good tokens', async () => {
    expect(await world.cloud.strays()).toEqual([]);
    const scopes = new Set(world.cloud.hosts.requests.map((one) => one.scope));
    expect([...scopes].sort()).toEqual([
      'https://api.botframework.com/.default',
      'https://graph.microsoft.com/.default',
    ]);
  });
});

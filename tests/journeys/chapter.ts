import type { World } from './worlds/world.ts';

/** A part of a story; it goes on where the one before ended. */
export interface Chapter {
  title: string;
  play(world: World): Promise<void>;
}

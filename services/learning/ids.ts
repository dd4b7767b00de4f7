import { z } from 'zod';

/** Whether a text can be an id of a row. A query with any other text would fail instead of finding nothing. */
export function isId(text: string): boolean {
  return z.string().uuid().safeParse(text).success;
}

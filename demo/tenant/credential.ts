import type { TokenCredential } from '@azure/identity';
import { pretendToken } from './graph.ts';

/** Stands in for the bot's identity in Entra: a token that only the pretend tenant accepts. */
export const pretendCredential: TokenCredential = {
  getToken: async () => ({ token: pretendToken, expiresOnTimestamp: Date.now() + 3_600_000 }),
};

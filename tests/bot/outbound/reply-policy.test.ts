import type { ConnectorRequest, ConnectorResponse } from '../../../bot/outbound/connector-pipeline.ts';
import { replyPolicy } from '../../../bot/outbound/reply-policy.ts';

/** Runs one reply against answers in order; the last one stands for all that follow. */
async function reply(answers: { status: number; retryAfter?: string }[]) {
  const waits: number[] = [];
  let places = 0;
  let sent = 0;
  const policy = replyPolicy({
    takePlace: async () => {
      places += 1;
    },
    wait: async (delayMs) => {
      waits.push(delayMs);
    },
  });
  const request: ConnectorRequest = { timeout: 0 };
  const response = await policy.sendRequest(request, async (): Promise<ConnectorResponse> => {
    const answer = answers[Math.min(sent, answers.length - 1)] ?? { status: 200 };
    sent += 1;
    return { status: answer.status, headers: { get: () => answer.retryAfter } };
  });
  return { status: response.status, places, sent, waits, timeout: request.timeout };
}

describe('replyPolicy', () => {
  it('sends a reply once when it is taken, in one place of the limit and with a time-out', async () => {
    expect(await reply([{ status: 201 }])).toEqual({
      status: 201,
      places: 1,
      sent: 1,
      waits: [],
      timeout: 15_000,
    });
  });

  it.each([412, 429, 502, 503, 504])('tries again after %i, in a place of its own', async (status) => {
    expect(await reply([{ status }, { status: 201 }])).toMatchObject({
      status: 201,
      places: 2,
      waits: [500],
    });
  });

  it('waits as long as Teams asks, when a person can wait so long', async () => {
    expect(await reply([{ status: 429, retryAfter: '2' }, { status: 201 }])).toMatchObject({ waits: [2000] });
    expect(await reply([{ status: 429, retryAfter: '60' }])).toMatchObject({ status: 429, sent: 1 });
  });

  it('gives up after three tries', async () => {
    expect(await reply([{ status: 503 }])).toMatchObject({ status: 503, sent: 3, waits: [500, 1000] });
  });

  it.each([400, 401, 403, 404, 413, 500])('does not try again after %i', async (status) => {
    expect(await reply([{ status }])).toMatchObject({ status, sent: 1 });
  });
});

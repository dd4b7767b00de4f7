import type { Activity } from 'botbuilder';
import type { Delivery } from '../../services/deliveries/delivery.ts';

/** What a capability decides about one of its deliveries at the last moment, from the facts of that moment. */
export type AtSend<Content> =
  | { kind: 'send'; content: Content }
  /** Not to be sent at all; `why` is one of the reasons in words-reasons. */
  | { kind: 'skip'; why: string }
  /** Not now: decided again after `retryAfterMs`. Does not count as an attempt. */
  | { kind: 'hold'; why: string; retryAfterMs: number };

/** Decides and makes the message of one kind of delivery. A removal needs no message: any content will do. */
export type Prepare = (delivery: Delivery) => Promise<AtSend<Partial<Activity>>>;

/** A decision and its renderer joined, so that each kind's content type stays between the two. */
export function prepareWith<Content>(
  atSend: (delivery: Delivery) => Promise<AtSend<Content>>,
  render: (content: Content, delivery: Delivery) => Partial<Activity> | Promise<Partial<Activity>>,
): Prepare {
  return async (delivery) => {
    const decision = await atSend(delivery);
    return decision.kind === 'send'
      ? { kind: 'send', content: await render(decision.content, delivery) }
      : decision;
  };
}

import { z } from 'zod';

/** Ids, names and other short words: Teams' longest conversation ids have some 200 characters. */
const word = z.string().max(1000);
const id = word.min(1);
const time = z.string().max(100);

/** Somebody in a chat. `aadObjectId` leads to an account, so it is looked at closely. */
const member = z
  .object({
    id,
    name: word.nullish(),
    aadObjectId: z.string().min(1).max(100).nullish(),
    role: word.nullish(),
    tenantId: word.nullish(),
  })
  .passthrough();

const thing = z.object({}).passthrough();

/** Far above what Teams sends in one activity: a whole team is announced in lists of some hundred. */
const mostInList = 1000;
const things = z.array(thing).max(mostInList).nullish();
const members = z.array(member).max(mostInList).nullish();

/**
 * What every activity must have before anything else looks at it, and the type of each field that later code or the SDK
 * reads (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference, "Activity object").
 * Fields that are not named here pass unseen. `value` is anything: each button has a parser of its own.
 */
export const activityShape = z
  .object({
    type: z.string().min(1).max(100),
    channelId: z.string().min(1).max(100),
    serviceUrl: z.string().url().max(2000),
    conversation: z
      .object({
        id,
        name: word.nullish(),
        conversationType: word.nullish(),
        tenantId: word.nullish(),
        isGroup: z.boolean().nullish(),
      })
      .passthrough(),
    from: member,
    recipient: member,
    id: word.nullish(),
    text: z.string().max(100_000).nullish(),
    textFormat: word.nullish(),
    name: word.nullish(),
    action: word.nullish(),
    replyToId: word.nullish(),
    locale: word.nullish(),
    localTimezone: word.nullish(),
    deliveryMode: word.nullish(),
    timestamp: time.nullish(),
    localTimestamp: time.nullish(),
    expiration: time.nullish(),
    entities: things,
    attachments: things,
    membersAdded: members,
    membersRemoved: members,
    reactionsAdded: things,
    reactionsRemoved: things,
    channelData: z
      .object({ tenant: z.object({ id: word.nullish() }).passthrough().nullish() })
      .passthrough()
      .nullish(),
    relatesTo: thing.nullish(),
    value: z.unknown(),
  })
  .passthrough();

import { EventEmitter } from 'node:events';

/** An activity as it travels; the simulated cloud looks only at what it needs. */
export type Activity = Record<string, unknown> & { type?: string; id?: string; text?: string };

/** One message of a chat as the person sees it now: edits are applied, deletions leave a mark. */
export interface Message {
  id: string;
  activity: Activity;
  edits: number;
  isDeleted: boolean;
  /** When it arrived, in milliseconds by the clock that the chats go by. */
  at: number;
}

/** A personal chat: its messages in order of arrival, and whether the bot may write to it. */
export interface Chat {
  id: string;
  standing: 'installed' | 'uninstalled' | 'blocked';
  messages: Message[];
}

/** All personal chats of the simulated Teams. */
export interface Chats {
  /** The chat with this id, made when it is new. A new chat has no app installed. */
  open(id: string): Chat;
  /** By its id, or by the one that Graph gives it. */
  find(id: string): Chat | undefined;
  /** Graph names a chat otherwise than Teams does in what it sends to the bot; both reach it. */
  alias(id: string, chat: Chat): void;
  /** Adds a message of the bot; returns its id. */
  add(chat: Chat, activity: Activity): string;
  /** Replaces the message; false where the chat has none with this id. */
  edit(chat: Chat, id: string, activity: Activity): boolean;
  remove(chat: Chat, id: string): boolean;
  /** Resolves with what `look` returns as soon as that is not undefined; rejects after `withinMs` (real time). */
  until<T>(look: () => T | undefined, withinMs: number, what: string): Promise<T>;
  /** Tells those who wait that something outside the chats changed. */
  touch(): void;
}

/** Makes an empty Teams. */
export function createChats(now: () => number = Date.now): Chats {
  const chats = new Map<string, Chat>();
  const events = new EventEmitter().setMaxListeners(0);
  let lastId = 1_541_400_000_000;

  const change = () => events.emit('change');

  return {
    open(id) {
      const chat = chats.get(id) ?? { id, standing: 'uninstalled' as const, messages: [] };
      chats.set(id, chat);
      return chat;
    },

    find: (id) => chats.get(id),

    alias(id, chat) {
      chats.set(id, chat);
    },

    add(chat, activity) {
      lastId += 1;
      const id = String(lastId);
      if (activity.type === 'message')
        chat.messages.push({ id, activity, edits: 0, isDeleted: false, at: now() });
      change();
      return id;
    },

    edit(chat, id, activity) {
      const message = chat.messages.find((one) => one.id === id && !one.isDeleted);
      if (!message) return false;
      message.activity = activity;
      message.edits += 1;
      change();
      return true;
    },

    remove(chat, id) {
      const message = chat.messages.find((one) => one.id === id && !one.isDeleted);
      if (!message) return false;
      message.isDeleted = true;
      change();
      return true;
    },

    until<T>(look: () => T | undefined, withinMs: number, what: string) {
      return new Promise<T>((resolve, reject) => {
        const stop = () => {
          clearTimeout(deadline);
          events.off('change', check);
        };
        const check = () => {
          const found = look();
          if (found === undefined) return;
          stop();
          resolve(found);
        };
        const deadline = setTimeout(() => {
          stop();
          reject(new Error(`Waited ${withinMs} ms in vain for ${what}.`));
        }, withinMs);
        events.on('change', check);
        check();
      });
    },

    touch: change,
  };
}

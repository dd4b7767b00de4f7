import type { RolloutPlan } from '../../services/rollout/plan.ts';

/** A telephone number with its way for people who cannot hear or speak on the phone. */
export interface PhoneView {
  number: string;
  /** For a tel: link. */
  digits: string;
  /**
   * What is dialled for Relay UK: 18001 before the number (relayuk.bt.com, "making a call"). The prefix is part of
   * the telephone network, so it needs no agreement with whoever answers.
   */
  relay: string;
}

export interface ContactsView {
  desk: { name: string; how: string; phone?: PhoneView; email?: string; url?: string };
  named: { name: string; phone: PhoneView };
}

/** Who helps, from the plan: by phone, by text relay and in writing. */
export function contactsView({ serviceDesk, namedContact }: RolloutPlan): ContactsView {
  const { name, contact, phone, email, url } = serviceDesk;
  return {
    desk: { name, how: contact, phone: phone === undefined ? undefined : phoneView(phone), email, url },
    named: { name: namedContact.name, phone: phoneView(namedContact.phone) },
  };
}

/** Every number of the plan once. */
export function phonesOf({ desk, named }: ContactsView): PhoneView[] {
  const phones = desk.phone === undefined ? [named.phone] : [desk.phone, named.phone];
  return phones.filter(({ number }, at) => phones.findIndex((other) => other.number === number) === at);
}

function phoneView(number: string): PhoneView {
  return { number, digits: number.replaceAll(/[^+0-9]/g, ''), relay: `18001, then ${number}` };
}

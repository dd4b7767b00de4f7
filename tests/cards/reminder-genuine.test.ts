import { contact, head, source } from '../../cards/gallery/samples.ts';
import { reminderGenuineCard } from '../../cards/reminder-genuine.ts';
import { reminderReportedCard } from '../../cards/reminder-reported.ts';
import { wordsOf } from './card-walk.ts';

test('how to check a reminder names the organisation and the service desk as the plan does', () => {
  const card = reminderGenuineCard({
    ...{ reminder: '1', who: head, reference: 'KMPT-WX34', source },
    organisation: 'Ash Academies Trust',
    serviceDesk: 'IT Help',
  });
  expect(wordsOf(card)).toContain('Find the phone number of Ash Academies Trust yourself');
  expect(wordsOf(card)).toContain('ask for the IT Help');
  expect(card.fallbackText).toContain('phone Ash Academies Trust on a number that you found yourself');
  expect(`${wordsOf(card)} ${card.fallbackText}`).not.toMatch(/council|service desk/i);
});

test('who reported a message is told what to do about a password that somebody has', () => {
  const view = { who: head, number: 7, isKnown: false, contact: { ...contact, serviceDesk: 'IT Help' } };
  expect(wordsOf(reminderReportedCard(view))).toContain(
    'Does somebody have your password or a code? Change your password now and tell the IT Help.',
  );
});

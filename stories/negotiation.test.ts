// Two strangers agree on terms: they find each other, bargain over three rounds, sell, part, and then do without a
// round. One story in order; each part needs what the part before it left.

import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { call, must, text, verifyEmail } from '../local/api-client.ts';
import { isIn, switchLanguage } from './account-screens.ts';
import { company, origin, type Person, picture, unique } from './people.ts';

const run = unique();
const eventTitle = `Джаз в саду ${run}`;
const password = 'garden and trumpet';
const emails = { organizer: `org-n-${run}@example.com`, distributor: `dis-n-${run}@example.com` };

const { come, everyone } = company('negotiation');
let organizer: Person;
let distributor: Person;
let dealUrl = '';

beforeAll(async () => {
  organizer = await come('ru-RU', 1280);
  distributor = await come('en-US', 390);
  await setTheScene();
});

// What other stories tell (signing up, making an event) is done here by the API.
async function setTheScene(): Promise<void> {
  const register = async (role: 'organizer' | 'distributor', displayName: string, locale: string) => {
    const body = { login: `${role.slice(0, 3)}-n-${run}`, email: emails[role], password, role, displayName, locale };
    const own = text(await must(origin, 'POST', '/api/auth/register', { body }, 201), 'accessToken');
    await verifyEmail(origin, body.email, own);
    return own;
  };
  const token = await register('organizer', `Сад ${run}`, 'ru');
  await register('distributor', `Campus ${run}`, 'en');
  const startsAt = new Date(Date.now() + 30 * 86_400_000);
  const event = {
    title: eventTitle,
    translations: { en: { title: `Jazz in the garden ${run}` } },
    startsAt: startsAt.toISOString(),
    endsAt: new Date(startsAt.getTime() + 3 * 3_600_000).toISOString(),
    timeZone: 'Europe/Moscow',
    venue: { name: 'Летний театр', address: '', city: 'Казань' },
    currency: 'RUB',
  };
  const eventId = text(await must(origin, 'POST', '/api/events', { token, body: event }, 201), 'id');
  for (const [name, english, amount, capacity] of [
    ['Входной', 'Standing', 150_000, 150],
    ['У сцены', 'By the stage', 400_000, 40],
  ] as const) {
    const body = { name, translations: { en: { name: english } }, price: { amount, currency: 'RUB' }, capacity };
    await must(origin, 'POST', `/api/events/${eventId}/ticket-types`, { token, body }, 201);
  }
  await must(origin, 'POST', `/api/events/${eventId}/publish`, { token }, 200);
}

async function signIn(page: Page, email: string, words: { email: string; password: string; submit: string }) {
  await page.goto(`${origin}/sign-in`);
  await page.getByLabel(words.email).fill(email);
  await page.getByLabel(words.password, { exact: true }).fill(password);
  await page.getByRole('button', { name: words.submit }).click();
  await isIn(page);
}

/** The screen as it is for both languages and a phone: nothing may be cut, and each can be looked at. */
async function seen(person: Person, name: string): Promise<void> {
  const { page } = person;
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const _language of ['own', 'other']) {
    const lang = await page.evaluate(() => document.documentElement.lang);
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const cut = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([name, lang, width, cut]).toEqual([name, lang, width, 0]);
      await picture(page, `n-${name}-${lang}-${width}`);
    }
    await switchLanguage(page);
  }
  await page.setViewportSize(before);
}

async function openNotifications(page: Page): Promise<void> {
  await page.goto(`${origin}/notifications`);
}

describe('two strangers come to terms', () => {
  it('the distributor says who his audience is, and the organizer finds him by another form of those words', async () => {
    await signIn(distributor.page, emails.distributor, { email: 'E-mail', password: 'Password', submit: 'Sign in' });
    await signIn(organizer.page, emails.organizer, { email: 'Почта', password: 'Пароль', submit: 'Войти' });
    const { page } = distributor;
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('link', { name: 'Public profile' }).click();
    await page.getByLabel('About you').fill('A newspaper of three universities.');
    await page.getByLabel(/Your audience/).fill(`Двадцать тысяч студентов Казани, метка${run}.`);
    await page.getByLabel(/Your sites/).fill('campus.example');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('At most ten addresses').waitFor();
    await page.getByLabel(/Your sites/).fill('https://campus.example/kazan');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    await seen(distributor, '01-public-profile');
    const found = organizer.page;
    await found.getByRole('link', { name: 'Распространители' }).click();
    await found.getByLabel('Поиск по имени, сайту или аудитории').fill(`студенты метка${run}`);
    await found.getByText('Двадцать тысяч студентов').waitFor();
    await seen(organizer, '02-distributors');
    await found.getByRole('link', { name: `Campus ${run}` }).click();
    await found.getByText('A newspaper of three universities.').waitFor();
    await found.getByRole('link', { name: eventTitle }).waitFor();
    await seen(organizer, '03-distributor');
  });

  it('the distributor finds the event and offers, told beside each field what cannot be', async () => {
    const { page } = distributor;
    await page.goto(`${origin}/to-sell?q=${run}`);
    await page.getByRole('link', { name: new RegExp(`garden ${run}`) }).click();
    await page.getByRole('link', { name: 'Offer a deal' }).click();
    await page.getByLabel('Commission, %', { exact: true }).fill('120');
    await page.getByRole('radio', { name: 'Not more than a number' }).check();
    await page.getByLabel('Most tickets in all').fill('191');
    await page.getByText('Commission that grows with sales').click();
    await page.getByLabel('From ticket number').fill('1');
    await page.getByLabel('Commission from there on, %').fill('12');
    await page.getByLabel('The offer stands until').fill('2020-01-01T10:00');
    await page.getByRole('button', { name: 'Send the offer' }).click();
    for (const words of ['Not more than 100 %.', 'Each step must begin later', 'Choose a time to come.']) {
      await page.getByText(words).first().waitFor();
    }
    await seen(distributor, '04-offer-refused');
    await page.getByLabel('Commission, %', { exact: true }).fill('8');
    await page.getByLabel('From ticket number').fill('101');
    await page.getByLabel(/Service fee per ticket/).fill('50');
    await page.getByLabel('The offer stands until').fill('');
    await page.getByRole('button', { name: 'Send the offer' }).click();
    // The distributor may not know how many there are: the server says that it is too many, without a number.
    await page.getByText('Fewer tickets are free than the deal would keep').first().waitFor();
    await page.getByLabel('Most tickets in all').fill('150');
    await page.getByLabel('Message').fill('Our readers love jazz. <b>Boldly</b> yours.');
    // 150 of the cheaper go at 8 % up to the hundredth and 12 % beyond, 50 roubles on top of each:
    // 100 × 120 + 50 × 180 + 150 × 50.
    await page.getByText('if the cheaper tickets go first').first().waitFor();
    await page.getByText('RUB 28,500.00').or(page.getByText('₽28,500.00')).first().waitFor();
    await seen(distributor, '05-offer');
    await page.getByRole('button', { name: 'Send the offer' }).click();
    await page.getByText('Awaiting the other side').first().waitFor();
    dealUrl = page.url();
    await seen(distributor, '06-offered');
  });

  it('the organizer hears of it and answers with other commission, steps and allotment', async () => {
    const { page } = organizer;
    await openNotifications(page);
    await page.getByRole('link', { name: `«Campus ${run}» предлагает вам сделку` }).click();
    await page.getByText('<b>Boldly</b> yours').first().waitFor();
    await seen(organizer, '07-offer-read');
    const late = await organizer.context.newPage();
    await late.goto(dealUrl);
    await late.getByRole('button', { name: 'Принять версию 1' }).waitFor();
    // The page would read the new version by itself; here it does not before the press.
    await late.route('**/api/deals/*', (route) => route.abort());
    await page.bringToFront();
    await page.getByRole('link', { name: 'Предложить другие условия' }).click();
    await page.getByLabel('Комиссия, %', { exact: true }).fill('7');
    await page.getByLabel('С билета номер').fill('121');
    await page.getByLabel('Комиссия с этого места, %').fill('10,5');
    await page.getByRole('radio', { name: 'Отложенные для сделки' }).check();
    await page.getByLabel('Отложить «Входной»').fill('60');
    await page.getByLabel('Вернуть всем').fill(daysAhead(10));
    await page.getByLabel('Сообщение').fill('Отложим шестьдесят входных.');
    await seen(organizer, '08-counter');
    await page.getByRole('button', { name: 'Отправить эти условия' }).click();
    await page.getByText('Версия 2').filter({ visible: true }).first().waitFor();
    // In another tab the distributor still reads the first version, and accepts it a moment too late.
    await late.getByRole('button', { name: 'Принять версию 1' }).click();
    await late.unroute('**/api/deals/*');
    await late.getByRole('dialog').getByRole('button', { name: 'Принять версию 1' }).click();
    await late.getByText('Условия тем временем изменились').waitFor();
    await late.getByText('Версия 2').filter({ visible: true }).first().waitFor();
    await picture(late, 'n-09-too-late');
    await late.close();
  });

  it('the distributor sees what changed side by side, asks beside the versions, and counters again', async () => {
    const { page } = distributor;
    await page.goto(dealUrl);
    await page.getByText('Version 2').filter({ visible: true }).first().waitFor();
    expect(await page.locator('.on-table .changed del').first().innerText()).toContain('8%');
    await page.getByText('Versions side by side').click();
    await expect.poll(() => page.locator('.versions mark').allInnerTexts()).toContain('7%');
    await seen(distributor, '10-versions');
    await page.getByLabel('Your message').fill('Could you keep eighty? <script>alert(1)</script>');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('Could you keep eighty? <script>alert(1)</script>').waitFor();
    // It comes by itself, without a reload, and what is being typed stays.
    await organizer.page.getByLabel('Ваше сообщение').fill('Можно, если');
    await organizer.page.getByText('Could you keep eighty?').waitFor();
    expect(await organizer.page.getByLabel('Ваше сообщение').inputValue()).toBe('Можно, если');
    await organizer.page.getByLabel('Ваше сообщение').fill('Можно, если комиссия останется 7 %.');
    await organizer.page.getByRole('button', { name: 'Отправить', exact: true }).click();
    await page.getByRole('link', { name: 'Offer other terms' }).click();
    await page.getByLabel('Kept of “Standing”').fill('80');
    await page.getByRole('button', { name: 'Send these terms' }).click();
    await page.getByText('Version 3').filter({ visible: true }).first().waitFor();
    await page.getByText('Можно, если комиссия останется').waitFor();
  });

  it('the organizer accepts, the widget appears on both sides, and the bells ring', async () => {
    const { page } = organizer;
    await page.goto(`${origin}/deals?show=proposed`);
    await page.getByRole('link', { name: eventTitle }).first().waitFor();
    await seen(organizer, '11-deals');
    await page.getByRole('link', { name: eventTitle }).first().click();
    await page.getByRole('button', { name: 'Принять версию 3' }).click();
    await picture(page, 'n-12-accept');
    await page.getByRole('dialog').getByRole('button', { name: 'Принять версию 3' }).click();
    await page.getByLabel('Ссылка', { exact: true }).waitFor();
    await seen(organizer, '13-accepted');
    await openNotifications(distributor.page);
    await distributor.page.getByText(`Сад ${run} accepts your terms`).waitFor();
    await distributor.page.getByText(`Сад ${run} answers with other terms`).waitFor();
    await seen(distributor, '14-notifications');
    await distributor.page.goto(dealUrl);
    await distributor.page.getByText('Widget of this deal').waitFor();
    const link = await distributor.page.getByLabel('Link', { exact: true }).inputValue();
    expect((await call(origin, 'GET', `/api/widgets/${link.trim().split('/').at(-1)}`)).status).toBe(200);
    await seen(distributor, '15-widget');
  });

  it('the distributor ends the deal, and both see what that means', async () => {
    const { page } = distributor;
    await page.getByRole('button', { name: 'End the deal' }).click();
    await picture(page, 'n-16-terminate');
    await page.getByRole('button', { name: 'End the deal now' }).click();
    await page.getByText('Its widget sells no more').waitFor();
    // Read before, pressed after.
    await organizer.page.getByRole('button', { name: 'Прекратить сделку' }).click();
    await organizer.page.getByRole('button', { name: 'Прекратить сейчас' }).click();
    await organizer.page.getByText('Эта сделка уже прекращена.').waitFor();
    await organizer.page.getByText('Её виджет больше не продаёт').waitFor();
    await seen(organizer, '17-terminated');
  });

  it('the distributor chooses what to be mailed about, and the choice stays', async () => {
    const { page } = distributor;
    await page.goto(`${origin}/profile`);
    const messages = page.getByRole('checkbox', { name: 'A message to you' });
    await messages.uncheck();
    await page.getByRole('button', { name: 'Save the choice' }).click();
    await page.getByText('Saved.').waitFor();
    await seen(distributor, '17b-letters-wanted');
    await page.reload();
    await messages.waitFor();
    expect(await messages.isChecked()).toBe(false);
    await page.goto(dealUrl);
  });

  it('open terms are taken with one press', async () => {
    const { page } = organizer;
    await page.getByRole('link', { name: 'Событие', exact: true }).click();
    await page.getByRole('link', { name: 'Партнёры', exact: true }).click();
    await page.getByRole('link', { name: 'Открытые условия' }).click();
    await page.getByLabel('Комиссия, %', { exact: true }).fill('9');
    await page.getByRole('radio', { name: 'Только те, кого я приглашу' }).check();
    await page.getByRole('button', { name: 'Сохранить условия' }).click();
    await page.getByText('Пригласите хотя бы одного распространителя.').waitFor();
    await page.getByLabel('Кого пригласить').fill(`campus ${run}`);
    await page.getByRole('checkbox', { name: new RegExp(`Campus ${run}`) }).check();
    await page.getByRole('button', { name: 'Сохранить условия' }).click();
    await page.getByText('В силе: эти условия сейчас могут взять приглашённые.').waitFor();
    await seen(organizer, '18-open-terms');
    const taker = distributor.page;
    await openNotifications(taker);
    await taker.getByRole('link', { name: `Сад ${run} invites you to sell` }).click();
    await taker.getByText('Terms to take at once').waitFor();
    await seen(distributor, '19-take');
    await taker.getByRole('button', { name: 'Take these terms and sell' }).click();
    await taker.getByText('Widget of this deal').waitFor();
    await openNotifications(page);
    await page.getByText(`«Campus ${run}» берёт ваши открытые условия`).waitFor();
    await seen(organizer, '20-organizer-notifications');
  });

  it('the first step was a letter at once, in the language of whom it went to, and the others no letter each', async () => {
    const subjects = async (address: string) => {
      const response = await call(origin, 'GET', `/dev/mailbox.json?to=${encodeURIComponent(address)}`);
      const { items } = response.body as { items: { subject: string }[] };
      return items.map((one) => one.subject).filter((one) => one.includes(run));
    };
    // What came within the quiet period is in the dashboard, and in the next digest.
    await expect.poll(() => subjects(emails.organizer)).toEqual([`Сделка: Джаз в саду ${run}`]);
    await expect.poll(() => subjects(emails.distributor)).toEqual([`Deal: Jazz in the garden ${run}`]);
    await organizer.page.goto(`${origin}/dev/mailbox?to=${emails.distributor}`);
    await picture(organizer.page, 'n-21-letters');
  });

  it('nobody’s page reported an error meanwhile', () => {
    expect(everyone.flatMap((person) => person.problems)).toEqual([]);
  });
});

/** Noon, some days ahead, as a field `datetime-local` takes it. */
function daysAhead(days: number): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T12:00`;
}

// The main job: two strangers agree on a deal, and a third person buys because of it. One story in order; each part
// needs what the part before it left.

import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { en } from '../web/messages/en.ts';
import { violationsOf } from './accessible.ts';
import { isIn } from './account-screens.ts';
import { confirmEmail, mailTo } from './mailbox.ts';
import { readPaper } from './paper.ts';
import { company, openSite, origin, type Person, picture, unique } from './people.ts';

const run = unique();
const eventTitle = `Вечер у камина ${run}`;
const cards = { succeeds: '4242 4242 4242 4242', declined: '4000 0000 0000 0002' };

const { come, everyone } = company('main-job');
let organizer: Person;
let distributor: Person;
let link = '';
let embedHtml = '';
let ticketCode = '';

beforeAll(async () => {
  organizer = await come('ru-RU', 1280);
  distributor = await come('ru-RU', 390);
});

async function signUp(page: Page, role: string, name: string): Promise<void> {
  await page.goto(`${origin}/sign-up`);
  await page.getByRole('radio', { name: role }).check();
  await page.getByLabel('Имя, которое увидят другие').fill(name);
  await page.getByLabel('Логин').fill(`${role === 'Организатор' ? 'org' : 'dis'}-${run}`);
  await page.getByLabel('Почта').fill(`${role === 'Организатор' ? 'org' : 'dis'}-${run}@example.com`);
  await page.getByLabel('Пароль', { exact: true }).fill('камин и гитара');
  await page.getByRole('button', { name: 'Зарегистрироваться' }).click();
  // Leaving the page before the response would leave without the account.
  await isIn(page);
  await confirmEmail(page, `${role === 'Организатор' ? 'org' : 'dis'}-${run}@example.com`);
}

async function addTicketType(page: Page, name: string, price: string, capacity: string): Promise<void> {
  await page.getByRole('link', { name: 'Добавить вид билета' }).first().click();
  await page.getByLabel('Название', { exact: true }).fill(name);
  await page.getByLabel('Цена, RUB').fill(price);
  await page.getByLabel('Сколько всего').fill(capacity);
  await page.getByRole('button', { name: 'Сохранить' }).click();
  await page.getByRole('cell', { name }).or(page.getByText(name)).first().waitFor();
}

/** Local date and time of a field `datetime-local`, some days ahead. */
function inDays(days: number, time: string): string {
  return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${time}`;
}

describe('two strangers agree on a deal, and a third buys because of it', () => {
  it('an organizer signs up, makes an event with two ticket types and publishes it', async () => {
    const { page } = organizer;
    await signUp(page, 'Организатор', `Клуб ${run}`);
    await page.getByRole('link', { name: 'Новое событие' }).first().click();
    await page.getByLabel('Название', { exact: true }).first().fill(eventTitle);
    await page.getByLabel('Начало').fill(inDays(20, '19:00'));
    await page.getByLabel('Окончание').fill(inDays(20, '22:00'));
    await page.getByLabel('Площадка', { exact: true }).fill('Клуб «Очаг»');
    await page.getByLabel('Адрес (необязательно)', { exact: true }).fill('ул. Рубинштейна, 13');
    await page.getByLabel('Город', { exact: true }).fill('Санкт-Петербург');
    await picture(page, '01-event-editor');
    await page.getByLabel('Название', { exact: true }).last().fill('Входной');
    await page.getByLabel('Цена, RUB').fill('1 999');
    await page.getByLabel('Сколько всего').fill('50');
    await page.getByRole('button', { name: 'Создать черновик' }).click();
    await page.getByText('Перед публикацией').waitFor();
    await page.getByRole('link', { name: 'Страница', exact: true }).click();
    await page.getByLabel('Описание').first().fill('Песни под гитару, чай из самовара и разговоры до полуночи.');
    await page.locator('.preview').getByText('чай из самовара').waitFor();
    await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
    await page.getByText('Перед публикацией').waitFor();
    await page.getByRole('link', { name: 'Билеты', exact: true }).click();
    await addTicketType(page, 'Столик', '3500,50', '10');
    await page.getByRole('link', { name: 'Обзор', exact: true }).click();
    await page.getByRole('button', { name: 'Опубликовать' }).waitFor();
    await picture(page, '02-event-draft');
    await page.getByRole('button', { name: 'Опубликовать' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Скопировать ссылку' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await picture(page, '02b-event-just-published');
    await page.getByRole('dialog').getByRole('button', { name: 'Закрыть' }).click();
    await page.getByText('Опубликовано').first().waitFor();
    await picture(page, '03-event-published');
  });

  it('a distributor signs up, finds the event among those to sell and offers a deal', async () => {
    const { page } = distributor;
    await signUp(page, 'Распространитель', `Афиша ${run}`);
    await page.goto(`${origin}/to-sell`);
    await page.getByLabel('Поиск').fill(run);
    await page.getByRole('button', { name: 'Найти' }).click();
    await page.getByRole('link', { name: eventTitle }).click();
    await page.getByRole('link', { name: 'Предложить сделку' }).click();
    await page.getByLabel('Комиссия, %', { exact: true }).fill('13,33');
    await page.getByLabel('Сообщение').fill('Наши читатели любят живую музыку.');
    await picture(page, '04-offer');
    await page.getByRole('button', { name: 'Отправить предложение' }).click();
    await page.getByText('Ждёт ответа').first().waitFor();
  });

  it('the organizer finds the offer among the proposed ones and accepts it', async () => {
    const { page } = organizer;
    await page.getByRole('link', { name: 'Сделки' }).first().click();
    await page.getByText(`Афиша ${run}`).first().waitFor();
    await picture(page, '05-deals');
    await page
      .getByRole('link', { name: new RegExp(eventTitle) })
      .first()
      .click();
    await page.getByText('Наши читатели любят живую музыку.').first().waitFor();
    await picture(page, '06-deal');
    await page.getByRole('button', { name: 'Принять версию 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Принять версию 1' }).click();
    await page.getByText('Принята', { exact: true }).first().waitFor();
  });

  it('the distributor takes the link, the HTML and the QR code of his widget', async () => {
    const { page } = distributor;
    await page.reload();
    await page.getByText('Виджет этой сделки').waitFor();
    embedHtml = await page.getByLabel('Виджет для сайта').inputValue();
    // The link is for a post, and says so; the site has the widget as it is.
    await page.getByLabel(/^Метка места/).fill('пост в канале');
    await page.getByText('В ссылке будет: пост-в-канале').waitFor();
    link = (await page.getByLabel('Ссылка', { exact: true }).inputValue()).trim();
    expect(link).toMatch(new RegExp(`^${origin}/w/wgt_\\w+\\?sub=`));
    await page.getByText('Посмотреть, как выглядит').click();
    await page.getByLabel('Цвета').selectOption('dark');
    await page.frameLocator('.widget-preview').getByRole('button', { name: 'На один больше: Входной' }).waitFor();
    await picture(page, 'widget-kit-preview');
    await page.getByText('Посмотреть, как выглядит').click();
    expect(await violationsOf(page)).toEqual([]);
    const qr = page.getByRole('img', { name: 'QR-код ссылки на покупку билетов' });
    await qr.scrollIntoViewIfNeeded();
    await expect
      .poll(() => qr.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
      .toBeGreaterThan(0);
    await picture(page, '07-widget-kit');
  });

  it('another offer is rejected, and ends there', async () => {
    const other = await come('en-US', 1280);
    const { page } = other;
    await page.goto(`${origin}/sign-up`);
    await page.getByRole('radio', { name: 'Distributor' }).check();
    await page.getByLabel('Name others will see').fill(`Blog ${run}`);
    await page.getByLabel('Login').fill(`blog-${run}`);
    await page.getByLabel('E-mail').fill(`blog-${run}@example.com`);
    await page.getByLabel('Password', { exact: true }).fill('a fireplace and a guitar');
    await page
      .getByRole('button', { name: 'Create an account' })
      .or(page.getByRole('button', { name: 'Create the account' }))
      .click();
    await isIn(page);
    await confirmEmail(page, `blog-${run}@example.com`, en);
    await page.goto(`${origin}/to-sell`);
    await page.getByLabel('Search').fill(run);
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('link', { name: eventTitle }).click();
    await page.getByRole('link', { name: 'Offer a deal' }).click();
    await page.getByLabel('Commission, %', { exact: true }).fill('50');
    await page.getByRole('button', { name: 'Send the offer' }).click();
    await page.getByText('Awaiting the other side').first().waitFor();
    await organizer.page.goto(page.url());
    await organizer.page.getByRole('button', { name: 'Отклонить' }).click();
    await organizer.page.getByRole('dialog').getByRole('button', { name: 'Отклонить' }).click();
    await organizer.page.getByText('Отклонена', { exact: true }).first().waitFor();
    await page.reload();
    await page.getByText('Rejected', { exact: true }).first().waitFor();
  });

  it('a buyer without an account buys 2 + 1 tickets in the widget on the distributor’s own site', async () => {
    const site = await openSite(embedHtml);
    const buyer = await come('ru-RU', 390);
    const { page } = buyer;
    await page.goto(site.url);
    const frame = page.frameLocator('iframe');
    await frame.getByRole('button', { name: 'На один больше: Входной' }).click();
    await frame.getByRole('button', { name: 'На один больше: Входной' }).click();
    await frame.getByRole('button', { name: 'На один больше: Столик' }).click();
    await picture(page, '08-widget-choice');
    await frame.getByRole('button', { name: 'Продолжить' }).click();
    await frame.getByLabel('Ваше имя').fill('Мария Ёлкина');
    await frame.getByLabel('Электронная почта').fill(`maria-${run}@example.com`);
    await picture(page, '09-widget-details');
    const opened = buyer.context.waitForEvent('page');
    await frame.getByRole('button', { name: /Оплатить/ }).click();
    const openLink = frame.getByRole('link', { name: /Перейти к оплате/ });
    await openLink.or(frame.getByText('Завершите оплату в новой вкладке')).first().waitFor();
    if (buyer.context.pages().length === 1) await openLink.click();
    const pay = await opened;
    await payWith(pay, cards.declined);
    await pay.getByText('Карта отклонена').waitFor();
    await picture(pay, 'pay-declined');
    await frame.getByText('Оплата не прошла').waitFor();
    await picture(page, 'widget-declined');
    // The second card is taken where the first was declined.
    await payWith(pay, cards.succeeds);
    await frame.getByText('Билеты ваши').waitFor();
    await picture(page, '10-widget-paid');
    site.close();
  });

  it('another buyer follows the link, in English, and buys one', async () => {
    const buyer = await come('en-US', 1280);
    const { page } = buyer;
    await page.goto(link);
    await page.getByRole('button', { name: 'One more: Входной' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByLabel('Your name').fill('Sam Carter');
    await page.getByLabel('E-mail').fill(`sam-${run}@example.com`);
    await page.getByRole('button', { name: /^Pay/ }).click();
    // The widget is the whole page here, so payment stays in its tab, and leads to the order.
    await page.waitForURL(/\/pay\/test\//);
    await payWith(page, cards.declined);
    await page.getByText('The card was declined').waitFor();
    await page.goto(link);
    await page.getByText('The payment did not go through').waitFor();
    await picture(page, 'widget-declined-whole-page');
    await page.getByRole('link', { name: /^Pay again/ }).click();
    await payWith(page, cards.succeeds);
    await page.waitForURL(/\/o\/ord_/);
    await page.getByText('Paid. The tickets are yours').waitFor();
    await picture(page, '11-link-paid');
    expect(buyer.context.pages()).toHaveLength(1);
  });

  it('the mail brings all tickets as PDF, Cyrillic right, with codes that a scanner reads', async () => {
    const mail = await mailTo(`maria-${run}@example.com`);
    expect(mail.subject).toContain(eventTitle);
    const pdf = mail.attachments.find((one) => one.mimeType === 'application/pdf');
    expect(mail.attachments.some((one) => one.mimeType?.startsWith('text/calendar'))).toBe(true);
    const bytes = new Uint8Array(pdf?.content instanceof ArrayBuffer ? pdf.content : new ArrayBuffer(0));
    const paper = await readPaper(bytes);
    expect(paper.text).toContain('Мария Ёлкина');
    expect(paper.text).toContain('Вечер у камина');
    expect(new Set(paper.codes).size).toBe(3);
    ticketCode = paper.codes[0] ?? '';
    const reader = await come('ru-RU', 390);
    await reader.page.goto(`${origin}/dev/mailbox`);
    await picture(reader.page, '12-mailbox');
  });

  it('the mail’s link opens the order without a sign-in, and leaves no secret in the address', async () => {
    const mail = await mailTo(`maria-${run}@example.com`);
    const address = /href="([^"]+\/o\/[^"]+)"/.exec(mail.html ?? '')?.[1] ?? '';
    const reader = await come('ru-RU', 390);
    await reader.page.goto(address);
    expect(reader.page.url()).toMatch(/\/o\/ord_[0-9a-z_]+$/);
    await reader.page.getByText(eventTitle).first().waitFor();
    await picture(reader.page, '13-order-page');
  });

  it('the distributor sees where people bought, from being shown to being paid', async () => {
    const { page } = distributor;
    await page.goto(`${origin}/widgets`);
    // What the frames reported is gathered for some seconds before it is written.
    const shown = page.locator('.home-figures dd').first();
    await expect
      .poll(
        async () => {
          await page.reload();
          await shown.waitFor();
          return (await page.locator('.home-figures dd').allInnerTexts()).map((text) => Number.parseInt(text, 10));
        },
        { interval: 1_000 },
      )
      .toEqual([3, 2, 2, 1]);
    await page.getByRole('link', { name: 'Места', exact: true }).click();
    const row = (name: string) => page.getByRole('row').filter({ hasText: name });
    await row('пост-в-канале').getByText('По ссылке').waitFor();
    expect((await row('пост-в-канале').locator('td.amount').allInnerTexts()).slice(0, 3)).toEqual(['2', '1', '1']);
    expect((await row('Без метки').locator('td.amount').allInnerTexts()).slice(0, 3)).toEqual(['1', '1', '1']);
    await row('Без метки').getByText('Виджет на сайте').waitFor();
    for (const width of [1440, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      await picture(page, `widgets-places-${width}`);
      expect(await violationsOf(page)).toEqual([]);
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('link', { name: 'Дни', exact: true }).click();
    await page.getByText('Дни считаются по Москве').waitFor();
    await picture(page, 'widgets-days');
  });

  it('both dashboards show the split of the sale to the kopeck', async () => {
    // 13.33 % of 1999.00 is 266.4667, of 3500.50 is 466.61665: per ticket 266.47 and 466.62.
    // Maria: 2 × 1999.00 + 3500.50 = 7498.50, commission 999.56. Sam: 1999.00, commission 266.47.
    await distributor.page.goto(`${origin}/balance`);
    await distributor.page
      .getByText(/1\s?266,03/)
      .first()
      .waitFor();
    await picture(distributor.page, '14-distributor-balance');
    await organizer.page.goto(`${origin}/balance`);
    await organizer.page
      .getByText(/8\s?231,47/)
      .first()
      .waitFor();
    await picture(organizer.page, '15-organizer-balance');
  });

  it('the ledger of the event sums to zero', async () => {
    const { page } = organizer;
    await page.getByRole('link', { name: 'События' }).first().click();
    await page.getByRole('link', { name: eventTitle }).click();
    await page.getByRole('link', { name: 'Настройки', exact: true }).click();
    await page.getByRole('link', { name: 'Проводки' }).click();
    await page.getByText('Остатки по счетам').waitFor();
    await page
      .getByText(/6\s?498,94/)
      .first()
      .waitFor();
    await picture(page, '16-ledger');
  });

  it('at the door the ticket is admitted once; the second scan says when and where', async () => {
    const { page } = organizer;
    await page.getByRole('link', { name: 'Вход', exact: true }).first().click();
    await page.getByRole('link', { name: new RegExp(eventTitle) }).click();
    await page.getByLabel('Вход (дверь)').fill('Главный');
    await page.getByLabel('Код билета').fill(ticketCode);
    await page.keyboard.press('Enter');
    await page.getByText('Проходите').first().waitFor();
    await picture(page, '17-admitted');
    await page.getByLabel('Код билета').fill(ticketCode);
    await page.keyboard.press('Enter');
    await page.getByText('Уже прошёл').first().waitFor();
    await page
      .getByText(/Впервые в .*вход «Главный»/)
      .first()
      .waitFor();
    await picture(page, '18-already-admitted');
  });

  it('nobody’s page reported an error meanwhile', () => {
    expect(everyone.flatMap((person) => person.problems)).toEqual([]);
  });
});

async function payWith(page: Page, number: string): Promise<void> {
  await page.locator('input[name=number]').fill(number);
  await page.locator('input[name=expiry]').fill('12/30');
  await page.locator('input[name=cvc]').fill('123');
  await picture(page, `pay-${number.slice(0, 4)}`);
  await page.locator('form button[type=submit]').first().click();
  await page.waitForLoadState();
}

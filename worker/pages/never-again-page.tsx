// "Never again": the page behind the link below letters that somebody else caused. Opening it changes nothing, because
// mail programs open links to inspect them. The button does, and so does the one-click POST of RFC 8058, which a mail
// service sends without showing a page. The link itself is the right, so neither session nor origin is checked.

import { type Context, Hono } from 'hono';
import type { Locale } from '#core/contracts/basics.ts';
import type { NeverAgainKind } from '#core/letter-limits.ts';
import { allowAgain, isListed, type NeverAgainLink, neverAgainLink, suppress } from '../delivery/mail/mail.ts';
import type { AppEnv } from '../http/app-env.ts';
import { readBytes } from '../http/read-json.ts';
import { Refusal } from '../http/refusal.ts';
import { langQuery, languageOf, otherLanguageOf } from './language.ts';
import { answerPage } from './page.tsx';
import { answerProblem } from './problem-page.tsx';

const texts = {
  ru: {
    title: 'Письма',
    ask: 'Больше не получать таких писем?',
    done: 'Таких писем больше не будет',
    strangers:
      'Мы перестанем писать на этот адрес, когда кто-то указал его без оплаты: при регистрации, для бесплатных билетов. Билеты, за которые заплатили, приходить будут.',
    notices: 'Мы перестанем писать о новостях сделок. В кабинете всё останется видно, ничего не потеряется.',
    mailings:
      'Организаторы больше не смогут писать на этот адрес. Билеты и важные новости о них — перенос, отмена, возврат — приходить будут.',
    stop: 'Больше не присылать',
    again: 'Передумали? Письма можно вернуть по той же ссылке.',
    allow: 'Снова присылать',
  },
  en: {
    title: 'Letters',
    ask: 'No more letters like this?',
    done: 'There will be no more letters like this',
    strangers:
      'We will stop writing to this address when somebody gave it without paying: at a registration, for free tickets. Tickets that were paid for will still come.',
    notices: 'We will stop writing about news of deals. Your dashboard still shows all of it, nothing gets lost.',
    mailings:
      'Organizers will not be able to write to this address. Tickets and what matters to them (another date, a cancellation, a refund) will still come.',
    stop: 'Send me no more',
    again: 'Changed your mind? The same link brings the letters back.',
    allow: 'Send them again',
  },
} as const;

const path = '/:kind/:mailbox/:signature';
const formBytes = 1_000;

export const neverAgainPages = new Hono<AppEnv>()
  .get(path, async (c) => {
    const link = linkOf(c);
    return answerChoice(c, link, await isListed(c.env, link));
  })
  .post(path, async (c) => {
    const link = linkOf(c);
    const ends = !(await wantsLettersAgain(c.req.raw));
    if (ends) await suppress(c.env, link, Date.now());
    else await allowAgain(c.env, link);
    // No redirect follows the POST, because mail services do not follow one (RFC 8058), and a second POST has the same
    // effect.
    return answerChoice(c, link, ends);
  })
  .onError((error, c) => answerProblem(error, c));

function answerChoice(c: Context<AppEnv>, { kind }: NeverAgainLink, listed: boolean): Response | Promise<Response> {
  const locale = languageOf(c);
  return answerPage(c, {
    locale,
    title: texts[locale].title,
    otherLanguage: `${c.req.path}${otherLanguageOf(locale)}`,
    children: <Choice locale={locale} kind={kind} listed={listed} action={`${c.req.path}${langQuery(c)}`} />,
  });
}

function linkOf(c: Context<AppEnv>): NeverAgainLink {
  const { kind = '', mailbox = '', signature = '' } = c.req.param();
  const link = neverAgainLink(c.env, kind, mailbox, signature);
  if (link === null) throw new Refusal('not-found');
  return link;
}

// A mail service sends `List-Unsubscribe=One-Click`; the page's second form sends another value. A body that cannot be
// read ends the letters, because that is what the link is for.
async function wantsLettersAgain(request: Request): Promise<boolean> {
  if (request.body === null) return false;
  const body = new TextDecoder().decode(await readBytes(request, request.body, formBytes));
  return new URLSearchParams(body).get('letters') === 'allow';
}

type ChoiceProps = { locale: Locale; kind: NeverAgainKind; listed: boolean; action: string };

function Choice({ locale, kind, listed, action }: ChoiceProps) {
  const words = texts[locale];
  return (
    <>
      <h1>{listed ? words.done : words.ask}</h1>
      <p>{listed ? words.again : words[kind]}</p>
      <form method="post" action={action}>
        {listed ? <input type="hidden" name="letters" value="allow" /> : null}
        <button type="submit">{listed ? words.allow : words.stop}</button>
      </form>
    </>
  );
}

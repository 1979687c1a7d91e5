// The texts of letters about accounts. A letter says what happened, what to do, and what to do if it was not you. The brand
// name stands beside a noun («кабинет Фойе»), so that any name fits without being declined.

import type { Locale } from '#core/contracts/basics.ts';
import type { LetterKind } from './letters.ts';

type LetterText = { subject: string; heading: string; lead: string[]; button: string; notes: string[] };
type LetterTexts = Record<LetterKind, LetterText> & { why: string; notMe: string };

const ru = (brand: string): LetterTexts => ({
  why: `Это письмо пришло потому, что на этот адрес открыт кабинет ${brand}.`,
  notMe: 'Это были не вы? Сообщите нам одним нажатием',
  'verify-email': {
    subject: `Подтвердите почту кабинета ${brand}`,
    heading: 'Подтвердите почту',
    lead: [
      'Нажмите кнопку, и мы будем знать, что этот адрес ваш. Ссылка действует сутки.',
      'Подтвердить может только тот, кто вошёл в этот кабинет или знает его пароль.',
    ],
    button: 'Подтвердить почту',
    notes: [`Если вы не открывали кабинет ${brand}, удалите его по ссылке ниже: он открыт без вас.`],
  },
  'change-email': {
    subject: `Подтвердите новую почту кабинета ${brand}`,
    heading: 'Новая почта',
    lead: [
      'Вы попросили сменить почту кабинета на этот адрес. Нажмите кнопку, чтобы подтвердить. Ссылка действует сутки.',
      'После этого понадобится войти заново, уже с новым адресом.',
    ],
    button: 'Подтвердить новую почту',
    notes: ['Если вы об этом не просили, ничего не подтверждайте: без этого адрес не сменится.'],
  },
  'email-change-asked': {
    subject: `Почту вашего кабинета ${brand} хотят сменить`,
    heading: 'Просьба сменить почту',
    lead: [
      'Кто-то, кто знает пароль, попросил перевести кабинет на другой адрес. Новый адрес ещё не подтверждён.',
      'Если это вы, ничего делать не нужно. Если нет, нажмите кнопку: смена не состоится, все сеансы завершатся, а пароль перестанет действовать.',
    ],
    button: 'Это не я, остановить',
    notes: ['После этого задайте новый пароль: «Забыли пароль?» на странице входа. Кнопка действует сутки.'],
  },
  'email-restored': {
    subject: `Кабинету ${brand} вернули прежнюю почту`,
    heading: 'Прежняя почта возвращена',
    lead: [
      'Кабинет снова работает с адресом, с которого его переводили. Все сеансы завершены, а ссылки из прежних писем больше не действуют.',
      'Войти можно с новым паролем: мы пришлём ссылку на возвращённый адрес.',
    ],
    button: 'Задать новый пароль',
    notes: [],
  },
  'email-changed': {
    subject: `Почта вашего кабинета ${brand} изменена`,
    heading: 'Почта изменена',
    lead: [
      'Теперь в кабинет входят с другим адресом, а этот больше не подходит.',
      'Если это сделали вы, всё в порядке. Если нет, верните прежний адрес кнопкой ниже. Она действует семь дней.',
    ],
    button: 'Вернуть прежний адрес',
    notes: [
      'Вместе с адресом перестанет действовать пароль. Новый задайте по ссылке «Забыли пароль?» на странице входа.',
    ],
  },
  'reset-password': {
    subject: `Новый пароль для кабинета ${brand}`,
    heading: 'Новый пароль',
    lead: ['Нажмите кнопку и задайте новый пароль. Ссылка действует 15 минут и срабатывает один раз.'],
    button: 'Задать новый пароль',
    notes: ['Если вы об этом не просили, ничего делать не нужно: прежний пароль действует.'],
  },
  'password-changed': {
    subject: `Пароль от кабинета ${brand} изменён`,
    heading: 'Пароль изменён',
    lead: ['Пароль вашего кабинета изменён, на остальных устройствах мы завершили сеансы.'],
    button: 'Открыть «Безопасность»',
    notes: ['Если это были не вы, задайте новый пароль прямо сейчас: «Забыли пароль?» на странице входа.'],
  },
  'second-factor-on': {
    subject: `Вход в кабинет ${brand} теперь с кодом`,
    heading: 'Вход с кодом включён',
    lead: [
      'Теперь при входе, кроме пароля, понадобится код из приложения. Храните запасные коды в надёжном месте.',
      'Если это сделали вы, всё в порядке. Если нет, нажмите кнопку: вход с кодом выключится, все сеансы завершатся, а пароль перестанет действовать.',
    ],
    button: 'Это не я, выключить',
    notes: ['После этого задайте новый пароль: «Забыли пароль?» на странице входа. Кнопка действует два дня.'],
  },
  'second-factor-off': {
    subject: `Вход в кабинет ${brand} снова без кода`,
    heading: 'Вход с кодом выключен',
    lead: ['Теперь для входа достаточно пароля. Мы советуем включить код снова: он защищает ваши деньги.'],
    button: 'Открыть «Безопасность»',
    notes: ['Если это были не вы, смените пароль прямо сейчас и завершите чужие сеансы.'],
  },
  'payout-changed': {
    subject: `Реквизиты выплат в кабинете ${brand} изменены`,
    heading: 'Реквизиты выплат изменены',
    lead: ['Следующие выплаты пойдут по новым реквизитам. Посмотреть их можно в профиле.'],
    button: 'Открыть «Безопасность»',
    notes: ['Если это были не вы, смените пароль, завершите чужие сеансы и напишите нам.'],
  },
});

const en = (brand: string): LetterTexts => ({
  why: `You are getting this letter because there is a ${brand} account with this address.`,
  notMe: 'Was this not you? Tell us with one press',
  'verify-email': {
    subject: `Confirm your e-mail for ${brand}`,
    heading: 'Confirm your e-mail',
    lead: [
      'Press the button, and we will know that this address is yours. The link works for a day.',
      'Only somebody who is signed in to the account or knows its password can confirm it.',
    ],
    button: 'Confirm e-mail',
    notes: [`If you did not sign up at ${brand}, delete this account by the link below: it was opened without you.`],
  },
  'change-email': {
    subject: `Confirm your new e-mail for ${brand}`,
    heading: 'Your new e-mail',
    lead: [
      'You asked to change the e-mail of your account to this address. Press the button to confirm. The link works for a day.',
      'After that, please sign in again with the new address.',
    ],
    button: 'Confirm the new e-mail',
    notes: ['If you did not ask for this, confirm nothing: without that the address stays as it is.'],
  },
  'email-change-asked': {
    subject: `A change of your ${brand} e-mail was asked for`,
    heading: 'A change of e-mail was asked for',
    lead: [
      'Somebody who knows the password asked to move your account to another address, which has not confirmed yet.',
      'If that was you, there is nothing to do. If not, press the button: the change is stopped, all sessions end, and the password no longer works.',
    ],
    button: 'Not me, stop it',
    notes: ['Then choose a new password: “Forgotten your password?” on the sign-in page. The button works for a day.'],
  },
  'email-restored': {
    subject: `Your ${brand} account has its old e-mail again`,
    heading: 'The old e-mail is back',
    lead: [
      'The account has the address again that it was moved from. All sessions have ended, and links of earlier letters no longer work.',
      'Signing in takes a new password: we will send a link to the address that was taken back.',
    ],
    button: 'Choose a new password',
    notes: [],
  },
  'email-changed': {
    subject: `The e-mail of your ${brand} account has changed`,
    heading: 'Your e-mail has changed',
    lead: [
      'Your account now has another address, and this one no longer opens it.',
      'If that was you, all is well. If not, take your old address back with the button below. It works for seven days.',
    ],
    button: 'Take the old address back',
    notes: ['The password ends with it. Choose a new one: “Forgotten your password?” on the sign-in page.'],
  },
  'reset-password': {
    subject: `A new password for ${brand}`,
    heading: 'A new password',
    lead: ['Press the button and choose a new password. The link works for 15 minutes, and once.'],
    button: 'Choose a new password',
    notes: ['If you did not ask for this, there is nothing to do: your old password still works.'],
  },
  'password-changed': {
    subject: `Your ${brand} password has changed`,
    heading: 'Your password has changed',
    lead: ['The password of your account has changed, and we have signed out your other devices.'],
    button: 'Open “Security”',
    notes: ['If that was not you, choose a new password right now: “Forgotten your password?” on the sign-in page.'],
  },
  'second-factor-on': {
    subject: `Signing in to ${brand} now takes a code`,
    heading: 'Codes at sign-in are on',
    lead: [
      'From now on you sign in with your password and a code of your app. Keep the recovery codes somewhere safe.',
      'If that was you, all is well. If not, press the button: codes are turned off, all sessions end, and the password no longer works.',
    ],
    button: 'Not me, turn it off',
    notes: [
      'Then choose a new password: “Forgotten your password?” on the sign-in page. The button works for two days.',
    ],
  },
  'second-factor-off': {
    subject: `Signing in to ${brand} no longer takes a code`,
    heading: 'Codes at sign-in are off',
    lead: ['Your password alone is now enough to sign in. We suggest turning codes on again: they protect your money.'],
    button: 'Open “Security”',
    notes: ['If that was not you, change your password right now and end the sessions you do not know.'],
  },
  'payout-changed': {
    subject: `Your payout details at ${brand} have changed`,
    heading: 'Your payout details have changed',
    lead: ['The next payouts will go by the new details. You can see them in your profile.'],
    button: 'Open “Security”',
    notes: ['If that was not you, change your password, end the sessions you do not know and write to us.'],
  },
});

export function letterTextsOf(locale: Locale, brand: string): LetterTexts {
  return (locale === 'ru' ? ru : en)(brand);
}

// The words of letters about accounts. A letter says what happened, what to do, and what to do if it was not you.

import type { Locale } from '#core/contracts/basics.ts';
import type { LetterKind } from './letters.ts';

type Words = { subject: string; heading: string; lead: string[]; button: string; notes: string[] };
type Catalogue = Record<LetterKind, Words> & { greeting(name: string): string; why: string };

const ru: Catalogue = {
  greeting: (name) => `Здравствуйте, ${name}!`,
  why: 'Это письмо пришло потому, что в Фойе есть кабинет с этим адресом.',
  'verify-email': {
    subject: 'Подтвердите почту в Фойе',
    heading: 'Подтвердите почту',
    lead: ['Нажмите кнопку, и мы будем знать, что этот адрес ваш. Ссылка действует сутки.'],
    button: 'Подтвердить почту',
    notes: ['Если вы не регистрировались в Фойе, просто не обращайте внимания на это письмо.'],
  },
  'change-email': {
    subject: 'Подтвердите новую почту в Фойе',
    heading: 'Новая почта',
    lead: [
      'Вы попросили сменить почту кабинета на этот адрес. Нажмите кнопку, чтобы подтвердить. Ссылка действует сутки.',
      'После этого понадобится войти заново, уже с новым адресом.',
    ],
    button: 'Подтвердить новую почту',
    notes: ['Если вы об этом не просили, ничего не нажимайте: без подтверждения адрес не сменится.'],
  },
  'email-changed': {
    subject: 'Почта вашего кабинета в Фойе изменена',
    heading: 'Почта изменена',
    lead: [
      'Теперь в кабинет входят с другим адресом, а этот больше не подходит.',
      'Если это сделали вы, всё в порядке. Если нет, верните прежний адрес кнопкой ниже. Она действует семь дней.',
    ],
    button: 'Вернуть прежний адрес',
    notes: ['Вернув адрес, сразу задайте новый пароль: «Забыли пароль?» на странице входа.'],
  },
  'reset-password': {
    subject: 'Новый пароль для Фойе',
    heading: 'Новый пароль',
    lead: ['Нажмите кнопку и задайте новый пароль. Ссылка действует 15 минут и срабатывает один раз.'],
    button: 'Задать новый пароль',
    notes: ['Если вы об этом не просили, ничего делать не нужно: прежний пароль действует.'],
  },
  'password-changed': {
    subject: 'Пароль от Фойе изменён',
    heading: 'Пароль изменён',
    lead: ['Пароль вашего кабинета изменён, на остальных устройствах мы завершили сеансы.'],
    button: 'Открыть «Безопасность»',
    notes: ['Если это были не вы, задайте новый пароль прямо сейчас: «Забыли пароль?» на странице входа.'],
  },
  'second-factor-on': {
    subject: 'Вход в Фойе теперь с кодом',
    heading: 'Вход с кодом включён',
    lead: ['Теперь при входе, кроме пароля, понадобится код из приложения. Храните запасные коды в надёжном месте.'],
    button: 'Открыть «Безопасность»',
    notes: ['Если это были не вы, смените пароль и напишите нам.'],
  },
  'second-factor-off': {
    subject: 'Вход в Фойе снова без кода',
    heading: 'Вход с кодом выключен',
    lead: ['Теперь для входа достаточно пароля. Мы советуем включить код снова: он защищает ваши деньги.'],
    button: 'Открыть «Безопасность»',
    notes: ['Если это были не вы, смените пароль прямо сейчас и завершите чужие сеансы.'],
  },
  'payout-changed': {
    subject: 'Реквизиты выплат в Фойе изменены',
    heading: 'Реквизиты выплат изменены',
    lead: ['Следующие выплаты пойдут по новым реквизитам. Посмотреть их можно в профиле.'],
    button: 'Открыть «Безопасность»',
    notes: ['Если это были не вы, смените пароль, завершите чужие сеансы и напишите нам.'],
  },
};

const en: Catalogue = {
  greeting: (name) => `Hello, ${name}!`,
  why: 'You are getting this letter because there is a Foyer account with this address.',
  'verify-email': {
    subject: 'Confirm your e-mail for Foyer',
    heading: 'Confirm your e-mail',
    lead: ['Press the button, and we will know that this address is yours. The link works for a day.'],
    button: 'Confirm e-mail',
    notes: ['If you did not sign up at Foyer, please ignore this letter.'],
  },
  'change-email': {
    subject: 'Confirm your new e-mail for Foyer',
    heading: 'Your new e-mail',
    lead: [
      'You asked to change the e-mail of your account to this address. Press the button to confirm. The link works for a day.',
      'After that, please sign in again with the new address.',
    ],
    button: 'Confirm the new e-mail',
    notes: ['If you did not ask for this, press nothing: without a confirmation the address stays as it is.'],
  },
  'email-changed': {
    subject: 'The e-mail of your Foyer account has changed',
    heading: 'Your e-mail has changed',
    lead: [
      'Your account now has another address, and this one no longer opens it.',
      'If that was you, all is well. If not, take your old address back with the button below. It works for seven days.',
    ],
    button: 'Take the old address back',
    notes: ['Then set a new password at once: “Forgotten your password?” on the sign-in page.'],
  },
  'reset-password': {
    subject: 'A new password for Foyer',
    heading: 'A new password',
    lead: ['Press the button and choose a new password. The link works for 15 minutes, and once.'],
    button: 'Choose a new password',
    notes: ['If you did not ask for this, there is nothing to do: your old password still works.'],
  },
  'password-changed': {
    subject: 'Your Foyer password has changed',
    heading: 'Your password has changed',
    lead: ['The password of your account has changed, and we have signed out your other devices.'],
    button: 'Open “Security”',
    notes: ['If that was not you, choose a new password right now: “Forgotten your password?” on the sign-in page.'],
  },
  'second-factor-on': {
    subject: 'Signing in to Foyer now takes a code',
    heading: 'Codes at sign-in are on',
    lead: [
      'From now on you sign in with your password and a code of your app. Keep the recovery codes somewhere safe.',
    ],
    button: 'Open “Security”',
    notes: ['If that was not you, change your password and write to us.'],
  },
  'second-factor-off': {
    subject: 'Signing in to Foyer no longer takes a code',
    heading: 'Codes at sign-in are off',
    lead: ['Your password alone is now enough to sign in. We suggest turning codes on again: they protect your money.'],
    button: 'Open “Security”',
    notes: ['If that was not you, change your password right now and end the sessions you do not know.'],
  },
  'payout-changed': {
    subject: 'Your payout details at Foyer have changed',
    heading: 'Your payout details have changed',
    lead: ['The next payouts will go by the new details. You can see them in your profile.'],
    button: 'Open “Security”',
    notes: ['If that was not you, change your password, end the sessions you do not know and write to us.'],
  },
};

export function wordsOf(locale: Locale): Catalogue {
  return locale === 'ru' ? ru : en;
}

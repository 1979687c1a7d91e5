// How tests live with an account: its letters, its password, its second factor.

import { env } from 'cloudflare:test';
import type { Enrolment, LoginResponse, RecoveryCodes } from '#core/contracts/accounts.ts';
import { mailDueLetters } from '../accounts/accounts.ts';
import { codeAt, stepAt } from '../accounts/totp.ts';
import { storedEnvelopes, storedMessage } from '../delivery/mail/local-sender.ts';
import { type ApiResponse, call, type ErrorResponse, newPerson, type Person, password } from './calls.ts';
import { until } from './shop.ts';

/** As from this network, so that what is counted by network can be told apart. */
export const post = <Body = ErrorResponse>(path: string, body: unknown, token?: string, network?: string) =>
  call<Body>('POST', path, { token, body, headers: network === undefined ? {} : { 'cf-connecting-ip': network } });

export const codeOf = (response: ApiResponse<unknown>) => [
  response.status,
  (response.body as ErrorResponse).error?.code,
];

/** The link of the newest letter to an address whose subject fits. */
export async function linkTo(address: string, subject: RegExp): Promise<string> {
  const envelope = await until(
    async () => (await lettersTo(address)).find((one) => subject.test(one.subject)),
    (found) => found !== undefined,
  );
  const letter = await storedMessage(env.FILES, envelope?.id ?? '');
  return /#([\w-]{43})/.exec(letter?.text ?? '')?.[1] ?? '';
}

// The queue may be mailing the same letter just now; then it comes a moment later.
async function lettersTo(address: string) {
  await mailDueLetters(env, Date.now());
  return (await storedEnvelopes(env.FILES)).filter((one) => one.to === address);
}

const subjectsTo = async (address: string) => (await lettersTo(address)).map((one) => one.subject);

/** Until all that is written has been mailed. */
export async function allMailed(address: string, count: number): Promise<string[]> {
  return until(
    () => subjectsTo(address),
    (found) => found.length >= count,
  );
}

export const signIn = (email: string, secret = password) =>
  post<LoginResponse>('/api/auth/login', { email, password: secret });

/** Confirms the person's address by the letter, in their own session. */
export async function verified(person: Person): Promise<Person> {
  const token = await linkTo(person.email, /Подтвердите почту/);
  const response = await post('/api/auth/verify-email', { token }, person.token);
  if (response.status !== 200) throw new Error(`verify: ${response.status} ${JSON.stringify(response.body)}`);
  return person;
}

/** A person with a proven address whom the operator has made an admin. */
export async function newAdmin(): Promise<Person> {
  const person = await newPerson('buyer', true);
  await env.DB.prepare("update users set role = 'admin' where id = ?").bind(person.id).run();
  const signedIn = await signIn(person.email);
  if (!('accessToken' in signedIn.body)) throw new Error(`sign in: ${signedIn.status}`);
  return { ...person, token: signedIn.body.accessToken };
}

/** Turns the second factor on for a verified person; `code(n)` makes the code n steps from now. */
export async function enrolled(person: Person) {
  const enrolment = await post<Enrolment>('/api/me/second-factor', { password }, person.token);
  if (enrolment.status !== 201) throw new Error(`enrol: ${enrolment.status} ${JSON.stringify(enrolment.body)}`);
  const secret = fromBase32(enrolment.body.secret);
  const code = (by = 0) => codeAt(secret, stepAt(Date.now()) + by);
  const confirmed = await post<RecoveryCodes>('/api/me/second-factor/confirm', { code: code(-1) }, person.token);
  if (confirmed.status !== 200) throw new Error(`confirm: ${confirmed.status} ${JSON.stringify(confirmed.body)}`);
  return { code, recoveryCodes: confirmed.body.recoveryCodes };
}

function fromBase32(text: string): Uint8Array {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
}

export async function challengeOf(email: string, secret = password): Promise<string> {
  const response = await signIn(email, secret);
  if (!('secondFactor' in response.body)) throw new Error('no second factor was asked');
  return response.body.secondFactor.challenge;
}

// The variables and secrets of the Worker, parsed once per isolate. Production is what a deployment gets that says
// nothing; development is turned on by `npm start` and the tests (local/development.ts). A wrong setting stops the
// Worker: every request is answered 503, and the log has one sentence for each setting, never with its value.

import * as z from 'zod';
import type { Env } from './env.d.ts';
import { isGuessable } from './guessable.ts';

const Secret = (name: string) =>
  z
    .string(`${name} is missing: set it to 32 random bytes, base64url.`)
    .min(32, `${name} is too short: set it to 32 random bytes, base64url.`);

/** Payment providers there is code for; a deployment names those it uses, the first takes new payments. */
const PaymentProviderName = z.enum(['test'], 'PAYMENT_PROVIDERS names a provider there is no code for.');
export type PaymentProviderName = z.infer<typeof PaymentProviderName>;

const keysSentence = 'TOKEN_KEYS must be a JSON array of private Ed25519 JWKs, each with a kid of its own.';
const bytes32 = z.string(keysSentence).regex(/^[\w-]{43}$/, keysSentence);
const TokenKeys = z
  .array(
    z.object({
      kty: z.literal('OKP', keysSentence),
      crv: z.literal('Ed25519', keysSentence),
      x: bytes32,
      d: bytes32,
      kid: z.string(keysSentence).min(1, keysSentence),
    }),
    keysSentence,
  )
  .min(1, keysSentence)
  .refine((keys) => new Set(keys.map((key) => key.kid)).size === keys.length, keysSentence);

const Config = z
  .object({
    ENVIRONMENT: z.enum(['development', 'production'], 'ENVIRONMENT must be production or development.'),
    PUBLIC_ORIGIN: z
      .url({
        protocol: /^https?$/,
        error: 'PUBLIC_ORIGIN must be the address people use, such as https://tickets.example.',
      })
      .transform((url) => new URL(url).origin),
    MAIL_SENDER: z.enum(['local', 'binding', 'smtp'], 'MAIL_SENDER must be binding, smtp or, in development, local.'),
    MAIL_FROM: z.string('MAIL_FROM is missing: set it to the sender of all letters.').min(3, 'MAIL_FROM is too short.'),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:/, 'SMTP_URL must begin with smtp: or smtps:.')
      .optional(),
    REGISTRATIONS_PER_HOUR: z.coerce
      .number('REGISTRATIONS_PER_HOUR must be a whole number from 1.')
      .int('REGISTRATIONS_PER_HOUR must be a whole number from 1.')
      .min(1, 'REGISTRATIONS_PER_HOUR must be a whole number from 1.'),
    ID_SECRET: Secret('ID_SECRET'),
    TOKEN_KEYS: z
      .string('TOKEN_KEYS is missing: set it to a JSON array of private Ed25519 JWKs.')
      .transform(jsonOf)
      .pipe(TokenKeys),
    PAYMENT_PROVIDERS: z
      .string('PAYMENT_PROVIDERS is missing: name who takes the money.')
      .transform((text) => text.split(',').map((name) => name.trim()))
      .pipe(z.array(PaymentProviderName).min(1)),
    ALLOW_TEST_PAYMENTS: z.enum(['yes', 'no'], 'ALLOW_TEST_PAYMENTS must be yes or no.').default('no'),
    TEST_ACQUIRER_LATE_SECONDS: z.coerce
      .number('TEST_ACQUIRER_LATE_SECONDS must be a number from 0 to 3600.')
      .min(0, 'TEST_ACQUIRER_LATE_SECONDS must be a number from 0 to 3600.')
      .max(3_600, 'TEST_ACQUIRER_LATE_SECONDS must be a number from 0 to 3600.')
      .default(5),
    TEST_ACQUIRER_SECRET: Secret('TEST_ACQUIRER_SECRET').optional(),
    /** Both or none: with them a hold's proof is Turnstile, without them work. */
    TURNSTILE_SITE_KEY: z.string().min(1).optional(),
    TURNSTILE_SECRET_KEY: z.string().min(1).optional(),
  })
  .superRefine((config, found) => {
    const rules = [...rulesForAll(config), ...(config.ENVIRONMENT === 'production' ? production : development)(config)];
    for (const [setting, message] of rules) found.addIssue({ code: 'custom', path: [setting], message });
  });

export type Config = z.infer<typeof Config>;
type Broken = [setting: keyof Config, sentence: string];

function rulesForAll(config: Config): Broken[] {
  const broken: Broken[] = [];
  if (config.MAIL_SENDER === 'smtp' && config.SMTP_URL === undefined) {
    broken.push(['SMTP_URL', 'SMTP_URL is missing: MAIL_SENDER is smtp, and nothing names its relay.']);
  }
  if (config.PAYMENT_PROVIDERS.includes('test') && config.TEST_ACQUIRER_SECRET === undefined) {
    broken.push(['TEST_ACQUIRER_SECRET', 'TEST_ACQUIRER_SECRET is missing: PAYMENT_PROVIDERS names test.']);
  }
  if ((config.TURNSTILE_SITE_KEY === undefined) !== (config.TURNSTILE_SECRET_KEY === undefined)) {
    broken.push(['TURNSTILE_SECRET_KEY', 'TURNSTILE_SITE_KEY and TURNSTILE_SECRET_KEY go together: set both or none.']);
  }
  return broken;
}

function production(config: Config): Broken[] {
  const broken: Broken[] = [];
  if (!config.PUBLIC_ORIGIN.startsWith('https:')) {
    broken.push(['PUBLIC_ORIGIN', 'PUBLIC_ORIGIN must begin with https: in production.']);
  }
  if (config.MAIL_SENDER === 'local') {
    broken.push(['MAIL_SENDER', 'MAIL_SENDER is local: in production nobody would get a letter. Use binding or smtp.']);
  }
  // Tickets for play money must not happen by a forgotten variable.
  if (config.PAYMENT_PROVIDERS.includes('test') && config.ALLOW_TEST_PAYMENTS !== 'yes') {
    broken.push([
      'PAYMENT_PROVIDERS',
      'PAYMENT_PROVIDERS names test, which sells tickets for no money: in production only with ALLOW_TEST_PAYMENTS=yes.',
    ]);
  }
  for (const name of ['ID_SECRET', 'TEST_ACQUIRER_SECRET'] as const) {
    const secret = config[name];
    if (secret !== undefined && isGuessable(secret)) {
      broken.push([name, `${name} can be guessed: set it to 32 random bytes, base64url.`]);
    }
  }
  if (config.TOKEN_KEYS.some((key) => isGuessable(key.d))) {
    broken.push(['TOKEN_KEYS', 'TOKEN_KEYS holds a private key that is published or can be guessed: make a new one.']);
  }
  return broken;
}

function development(config: Config): Broken[] {
  if (isLoopback(new URL(config.PUBLIC_ORIGIN).hostname)) return [];
  return [
    [
      'ENVIRONMENT',
      'ENVIRONMENT is development and PUBLIC_ORIGIN is not this machine: its mailbox would show every letter to anybody.',
    ],
  ];
}

/** A name or address that only this machine itself reaches. */
export function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

type ReadConfig = { ok: true; config: Config } | { ok: false; sentences: string[] };

export function readConfig(env: Env): ReadConfig {
  const result = Config.safeParse(env);
  if (result.success) return { ok: true, config: result.data };
  // One sentence a setting: the first says what is wrong with it, others only follow from that.
  const sentences = new Map<unknown, string>();
  for (const { path, message } of result.error.issues) sentences.set(path[0], sentences.get(path[0]) ?? message);
  return { ok: false, sentences: [...sentences.values()] };
}

let parsed: { from: Env; config: Config } | undefined;

export function configOf(env: Env): Config {
  if (parsed?.from === env) return parsed.config;
  const read = readConfig(env);
  if (!read.ok) throw new Error(`configuration: ${read.sentences.join(' ')}`);
  parsed = { from: env, config: read.config };
  return read.config;
}

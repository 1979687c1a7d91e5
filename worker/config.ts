// The variables and secrets of the Worker, parsed once per isolate. A missing one stops the isolate with its
// name and never its value.

import * as z from 'zod';
import type { Env } from './env.d.ts';

const Secret = z.string().min(32);

/** Payment providers there is code for; a deployment names those it uses, the first takes new payments. */
const PaymentProviderName = z.enum(['test']);
export type PaymentProviderName = z.infer<typeof PaymentProviderName>;

const Config = z
  .object({
    ENVIRONMENT: z.enum(['development', 'production']),
    PUBLIC_ORIGIN: z.url().transform((url) => new URL(url).origin),
    MAIL_SENDER: z.enum(['local', 'binding', 'smtp']),
    MAIL_FROM: z.string().min(3),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:/)
      .optional(),
    REGISTRATIONS_PER_HOUR: z.coerce.number().int().min(1),
    ID_SECRET: Secret,
    TOKEN_KEYS: z.string().min(2),
    PAYMENT_PROVIDERS: z
      .string()
      .transform((text) => text.split(',').map((name) => name.trim()))
      .pipe(z.array(PaymentProviderName).min(1)),
    ALLOW_TEST_PAYMENTS: z.enum(['yes', 'no']).default('no'),
    TEST_ACQUIRER_LATE_SECONDS: z.coerce.number().min(0).max(3_600).default(5),
    TEST_ACQUIRER_SECRET: Secret.optional(),
  })
  // Tickets for play money must not happen by a forgotten variable.
  .refine(
    (config) =>
      !config.PAYMENT_PROVIDERS.includes('test') ||
      config.ENVIRONMENT !== 'production' ||
      config.ALLOW_TEST_PAYMENTS === 'yes',
    { path: ['ALLOW_TEST_PAYMENTS'] },
  )
  .refine((config) => !config.PAYMENT_PROVIDERS.includes('test') || config.TEST_ACQUIRER_SECRET !== undefined, {
    path: ['TEST_ACQUIRER_SECRET'],
  });

export type Config = z.infer<typeof Config>;

let parsed: { from: Env; config: Config } | undefined;

export function configOf(env: Env): Config {
  if (parsed?.from === env) return parsed.config;
  const result = Config.safeParse(env);
  if (!result.success) {
    throw new Error(`configuration: ${result.error.issues.map((issue) => issue.path.join('.')).join(', ')}`);
  }
  parsed = { from: env, config: result.data };
  return result.data;
}

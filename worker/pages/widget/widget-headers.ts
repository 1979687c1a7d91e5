// The headers of a widget's page: any site may frame it, and it loads nothing but our own files and the proof's.

import type { Env } from '../../env.d.ts';
import { turnstileSiteKey } from '../../proof/turnstile.ts';
import type { WidgetAssets } from './widget-assets.ts';

const turnstileOrigin = 'https://challenges.cloudflare.com';

/** With Turnstile the policy allows its script and its frame, which support neither Trusted Types nor COEP. */
export function headersOf(env: Env, assets: WidgetAssets | null) {
  const turnstile = turnstileSiteKey(env) !== null;
  const policy = [
    "default-src 'none'",
    turnstile ? `script-src 'self' ${turnstileOrigin}` : "script-src 'self'",
    assets === null ? "style-src 'none'" : `style-src 'sha256-${assets.styleHash}'`,
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    // Any site may frame the tickets. Paying happens on /pay, which no site may frame.
    'frame-ancestors *',
    ...(turnstile
      ? [`frame-src ${turnstileOrigin}`]
      : // Nothing here makes HTML or code of text; what came in by a mistake would be stopped where it is written.
        ["require-trusted-types-for 'script'", "trusted-types 'none'"]),
  ];
  return {
    'cache-control': 'no-cache',
    'content-security-policy': policy.join('; '),
    // Both headers let publishers that are isolated with COEP frame the page. Everything that it loads is ours.
    ...(!turnstile && { 'cross-origin-embedder-policy': 'require-corp' }),
    'cross-origin-resource-policy': 'cross-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    'referrer-policy': 'strict-origin',
    'x-content-type-options': 'nosniff',
  };
}

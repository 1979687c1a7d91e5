// The table of refusal codes: what a client may branch on, and the HTTP status of each. Codes are part of the API; the
// texts that people read are in the folders `messages/`, by code.

export const errorStatus = {
  // how the request was made
  'invalid-request': 400,
  'idempotency-key-required': 400,
  'idempotency-key-invalid': 400,
  unauthenticated: 401,
  'wrong-credentials': 401,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  'stale-revision': 412,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'idempotency-key-reused': 422,
  'revision-required': 428,
  'too-many-requests': 429,
  internal: 500,
  busy: 503,
  'not-configured': 503,

  // people
  'account-suspended': 403,
  'wrong-code': 409,
  'wrong-password': 409,
  'password-required': 403,
  'link-expired': 410,
  'second-factor-required': 403,
  'second-factor-on': 409,
  'second-factor-off': 409,
  'email-not-verified': 403,
  'email-taken': 409,
  'login-taken': 409,
  'account-in-use': 409,

  // events
  'starts-in-past': 409,
  'no-ticket-types': 409,
  'event-not-draft': 409,
  'event-not-published': 409,
  'event-cancelled': 409,
  'event-has-sales': 409,
  'event-in-deal': 409,
  'capacity-below-sold': 409,
  'picture-unknown': 415,
  'picture-broken': 422,
  'picture-animated': 422,
  'picture-turned': 422,
  'picture-too-many-pixels': 422,
  'picture-too-small': 422,
  'picture-shape': 422,
  'currency-mismatch': 409,
  'ticket-type-has-sales': 409,
  'ticket-type-in-deal': 409,
  'promo-code-exists': 409,

  // deals
  'deal-exists': 409,
  'deal-decided': 409,
  'deal-not-accepted': 409,
  'deal-expired': 409,
  'own-version': 409,
  'stale-version': 409,
  'allotment-exceeds-stock': 409,
  'offers-closed': 409,

  // buying
  'sold-out': 409,
  'not-on-sale': 409,
  'limit-exceeded': 409,
  'total-too-large': 409,
  'proof-required': 403,
  'channel-closed': 409,
  'promo-code-unknown': 409,
  'promo-code-used-up': 409,
  'promo-code-expired': 409,
  'promo-code-not-applicable': 409,
  'hold-expired': 410,
  'order-not-open': 409,
  'order-not-paid': 409,
  'ticket-not-refundable': 409,
  'already-admitted': 409,
  'refund-not-failed': 409,
  'ticket-not-valid': 409,
} as const satisfies Record<string, number>;

export type ErrorCode = keyof typeof errorStatus;

/** The codes that have a given status. */
export type ErrorBody = {
  error: {
    code: ErrorCode;
    requestId: string;
    details?: Readonly<Record<string, unknown>>;
  };
};

/**
 * An object did not respond: it is overloaded, it restarted again and again, or its response came too late. Like a payment
 * provider that is away this is a fault and not a refusal, because any call may meet it and no caller can decide anything
 * about it. HTTP answers `busy` with the time to wait (`errorResponse`); a queue consumer tries the message again.
 */
export class ObjectUnavailable extends Error {}

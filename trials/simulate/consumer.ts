// The queue's consumer in the world of a history: a model that has the effects of messages, with the faults of the real one.

import type { OutboxMessage } from '../../durable-objects/event-sales/outbox/messages.ts';
import type { ProviderPayment, World } from './world.ts';

/** The consumer: the effect first, then `done`; whatever fails stays in the outbox. */
export async function consume(world: World, message: OutboxMessage): Promise<void> {
  if (!(await haveEffect(world, message))) return;
  await world.call(async (sales) => (await sales.done([message.jobId])) ?? true);
}

async function haveEffect(world: World, message: OutboxMessage): Promise<boolean> {
  switch (message.kind) {
    case 'project-order': {
      const known = world.d1.get(message.order.orderId);
      if (known === undefined || message.seq > known.seq)
        world.d1.set(message.order.orderId, { seq: message.seq, order: message.order });
      return true;
    }
    case 'project-channel':
    case 'name-types-at-gate':
      return true;
    case 'tell-gate':
      for (const ticket of message.tickets) world.learn(ticket);
      return true;
    case 'finish-refund':
      return (await world.call((sales) => sales.finishRefund(message.refundId))) === true;
    case 'deliver-order':
      world.files.add(message.orderId);
      world.mails.set(message.orderId, (world.mails.get(message.orderId) ?? 0) + 1);
      return true;
    case 'tell-buyer':
      return message.what !== 'confirm-order' || pressInLetter(world, message.orderId);
    case 'tell-log':
    case 'letter-failed':
      return true;
    case 'ask-provider':
    case 'cancel-payment':
      return askProvider(world, message);
    case 'refund-payment': {
      if (world.chance(world.settings.providerDown)) return false;
      const payment = world.payments.get(message.paymentId);
      if (payment === undefined || payment.status !== 'succeeded') return false;
      payment.refunds.set(message.refundId, message.amountMinor);
      return (await world.call((sales) => sales.settleRefund(message.refundId, 'confirmed'))) !== null;
    }
  }
}

/** The letter has arrived; mostly its button is pressed, now and then late or twice. */
async function pressInLetter(world: World, orderId: string): Promise<boolean> {
  const order = await world.call((sales) => sales.orderForDelivery(orderId));
  if (order === null) return false;
  const { confirmToken } = order;
  if (confirmToken === null || world.random.chance(0.2)) return true;
  if (world.random.chance(0.2)) world.stepClock(world.random.pick([60_000, 31 * 60_000]));
  for (let press = world.random.between(1, 2); press > 0; press -= 1) {
    const pressed = await world.call((sales) => sales.confirmOrder({ orderId, confirmToken }));
    if (pressed?.ok === true && pressed.value.status === 'paid') world.toldPaid.add(orderId);
  }
  return true;
}

async function askProvider(
  world: World,
  message: Extract<OutboxMessage, { kind: 'ask-provider' | 'cancel-payment' }>,
): Promise<boolean> {
  if (world.chance(world.settings.providerDown)) return false;
  const payment = world.payments.get(message.paymentId);
  if (payment === undefined) return true;
  if (message.kind === 'cancel-payment' && payment.status === 'open') payment.status = 'cancelled';
  return (await settle(world, payment)) !== null;
}

export function settle(world: World, payment: ProviderPayment) {
  const outcome = payment.status === 'succeeded' ? 'succeeded' : payment.status === 'open' ? 'pending' : 'failed';
  const { orderId, paymentId, amountMinor } = payment;
  return world.call((sales) =>
    sales.settlePayment({ orderId, paymentId, amountMinor, outcome, provider: 'test', currency: 'RUB' }),
  );
}

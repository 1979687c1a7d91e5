// Refunds an order, whole or by ticket. The idempotency key belongs to the choice: sending the same refund again after
// a lost response repeats nothing, and another choice of tickets gets another key.

import { useState } from 'preact/hooks';
import type { Money } from '#core/contracts/basics.ts';
import type { OrderRow, RefundRequest } from '#core/contracts/sales.ts';
import { api } from '../../api.ts';
import { type Failure, read } from '../../api-result.ts';
import { money } from '../../format.ts';
import { t } from '../../language.ts';
import { Confirm } from '../../parts/confirm.tsx';
import { TextField } from '../../parts/controls.tsx';
import { Loaded } from '../../parts/states.tsx';
import { useAction, useIdempotencyKey } from '../../use-action.ts';
import { useForm } from '../../use-form.ts';
import { useLoad } from '../../use-load.ts';
import { isRefundable, RefundTickets } from './refund-tickets.tsx';

type Props = { order: OrderRow; onClose: () => void; onDone: (amount: Money) => void };

export function RefundDialog({ order, onClose, onDone }: Props) {
  const text = t().orders;
  const form = useForm({ reason: '' });
  // Read from the event's object and not from the projection, so that it shows what a press changes.
  const load = useLoad(`tickets ${order.orderId}`, (signal) =>
    read(api.orders[':orderId'].tickets.$get({ param: { orderId: order.orderId } }, { init: { signal } })),
  );
  const tickets = load.data?.items ?? [];
  const open = tickets.filter(isRefundable);
  /** Null until somebody chooses: then it means all that can be refunded. */
  const [chosenIds, setChosenIds] = useState<readonly string[] | null>(null);
  const chosen = chosenIds === null ? open : open.filter((ticket) => chosenIds.includes(ticket.id));
  /** Numbers of the tickets whose holders were admitted after the dialog was opened, as the refusal says. */
  const [cameIn, setCameIn] = useState<readonly string[]>([]);
  const inside = [
    ...new Set([...chosen.filter((ticket) => ticket.status === 'activated').map(({ number }) => number), ...cameIn]),
  ];
  const [evenIfAdmitted, setEvenIfAdmitted] = useState(false);
  const keyOf = useIdempotencyKey();
  const refund = useAction((body: RefundRequest) =>
    read(
      api.orders[':orderId'].refunds.$post(
        { param: { orderId: order.orderId }, json: body },
        { headers: { 'idempotency-key': keyOf(body) } },
      ),
    ),
  );

  /** The agreement to refund admitted holders is about these tickets. For another choice it is asked for again. */
  function choose(ticketIds: readonly string[]) {
    setChosenIds(ticketIds);
    setCameIn([]);
    setEvenIfAdmitted(false);
  }
  async function submit() {
    const reason = form.values.reason.trim();
    form.refuse(reason === '' ? { reason: t().form.required } : {});
    if (reason === '' || chosen.length === 0) return;
    const result = await refund.run({
      reason,
      ...(chosen.length === open.length ? {} : { ticketIds: chosen.map((ticket) => ticket.id) }),
      ...(evenIfAdmitted && inside.length > 0 ? { evenIfAdmitted } : {}),
    });
    if (result?.ok === false && result.failure.code === 'already-admitted') setCameIn(numbersIn(result.failure));
    if (result?.ok === true) onDone(result.body.amount);
  }
  return (
    <Confirm
      title={text.refundTitle(order.number)}
      text={text.refundText}
      confirm={text.refundSubmit}
      busy={refund.busy}
      failure={refund.failure}
      onConfirm={submit}
      onClose={onClose}
    >
      <p>
        <strong>{order.buyer.name}</strong>, {t().common.tickets(order.ticketIds.length)}
      </p>
      <Loaded load={load}>
        {() => (
          <>
            <RefundTickets tickets={tickets} chosen={chosen} onChoose={choose} />
            <p class="split" role="status">
              {chosen.length === 0 ? (
                text.refundNone
              ) : (
                <>
                  <span>{text.refundSum}</span>
                  <strong>{money(sumOf(order, chosen))}</strong>
                </>
              )}
            </p>
          </>
        )}
      </Loaded>
      {inside.length > 0 && (
        <fieldset class="radios">
          <legend>{text.insideTitle}</legend>
          <p class="hint">{text.insideText(inside.join(', '))}</p>
          <label class="check">
            <input
              type="checkbox"
              checked={evenIfAdmitted}
              onChange={(e) => setEvenIfAdmitted(e.currentTarget.checked)}
            />
            {text.insideChoice}
          </label>
        </fieldset>
      )}
      <TextField {...form.field('reason')} label={text.reason} hint={text.reasonHint} maxLength={500} />
    </Confirm>
  );
}

function sumOf({ total: { currency } }: OrderRow, chosen: readonly { paid: Money }[]): Money {
  return { amount: chosen.reduce((sum, { paid }) => sum + paid.amount, 0), currency };
}

function numbersIn(failure: Failure): string[] {
  const { numbers } = failure.details;
  return Array.isArray(numbers) ? numbers.filter((one) => typeof one === 'string') : [];
}

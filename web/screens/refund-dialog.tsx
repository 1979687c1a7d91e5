// Refunds an order, whole or by ticket. The idempotency key belongs to what was asked: sending the very same refund
// again after a lost answer repeats nothing, and another choice of tickets gets another key.

import { useRef, useState } from 'preact/hooks';
import type { Money } from '#core/contracts/basics.ts';
import type { OrderRow, RefundRequest } from '#core/contracts/sales.ts';
import { type Failure, read } from '../answer.ts';
import { api } from '../api.ts';
import { t } from '../language.ts';
import { Confirm } from '../parts/confirm.tsx';
import { TextField } from '../parts/controls.tsx';
import { useAction } from '../use-action.ts';
import { useForm } from '../use-form.ts';

type Props = { order: OrderRow; onClose: () => void; onDone: (amount: Money) => void };

export function RefundDialog({ order, onClose, onDone }: Props) {
  const text = t().orders;
  const form = useForm({ reason: '' });
  const [chosen, setChosen] = useState<readonly string[]>([]);
  /** Numbers of tickets whose guests are in, as the gate said when the refund was asked. */
  const [inside, setInside] = useState<readonly string[]>([]);
  const [evenIfAdmitted, setEvenIfAdmitted] = useState(false);
  const sent = useRef<{ body: string; key: string } | null>(null);
  const refund = useAction((body: RefundRequest) => {
    const asText = JSON.stringify(body);
    if (sent.current?.body !== asText) sent.current = { body: asText, key: crypto.randomUUID() };
    return read(
      api.orders[':orderId'].refunds.$post(
        { param: { orderId: order.orderId }, json: body },
        { headers: { 'idempotency-key': sent.current.key } },
      ),
    );
  });

  /** Other tickets have other guests: what was agreed to for these is asked again. */
  function choose(ticketIds: readonly string[]) {
    setChosen(ticketIds);
    setInside([]);
    setEvenIfAdmitted(false);
  }
  async function submit() {
    const reason = form.values.reason.trim();
    form.refuse(reason === '' ? { reason: t().form.required } : {});
    if (reason === '') return;
    const answer = await refund.run({
      reason,
      ...(chosen.length === 0 ? {} : { ticketIds: [...chosen] }),
      ...(evenIfAdmitted && inside.length > 0 ? { evenIfAdmitted } : {}),
    });
    if (answer?.ok === false && answer.failure.code === 'already-admitted') setInside(numbersIn(answer.failure));
    if (answer?.ok === true) onDone(answer.body.amount);
  }
  return (
    <Confirm
      title={text.refundTitle}
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
      {order.ticketIds.length > 1 && (
        <fieldset class="radios">
          <legend>{text.refundWhich}</legend>
          <label class="check">
            <input type="checkbox" checked={chosen.length === 0} onChange={() => choose([])} />
            {text.refundWhole}
          </label>
          {order.ticketIds.map((ticketId, i) => (
            <label class="check" key={ticketId}>
              <input
                type="checkbox"
                checked={chosen.includes(ticketId)}
                onChange={(e) =>
                  choose(e.currentTarget.checked ? [...chosen, ticketId] : chosen.filter((one) => one !== ticketId))
                }
              />
              {text.ticketNumber(i + 1)} <span class="soft code">{ticketId.slice(-6)}</span>
            </label>
          ))}
        </fieldset>
      )}
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

function numbersIn(failure: Failure): string[] {
  const { numbers } = failure.details;
  return Array.isArray(numbers) ? numbers.filter((one) => typeof one === 'string') : [];
}

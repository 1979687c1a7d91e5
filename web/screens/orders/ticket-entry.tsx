// One ticket of an order in its panel: whose it is, what it is, what was replied for it; its holder's name can be changed.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { OrderTicket } from '#core/contracts/sales.ts';
import { soldTypeName } from '#core/event-text.ts';
import { api } from '../../api.ts';
import { read } from '../../api-result.ts';
import { money } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button, Form, TextField } from '../../parts/controls.tsx';
import { FailureNote } from '../../parts/states.tsx';
import { useAction, useIdempotencyKey } from '../../use-action.ts';
import { fieldErrors, saidAtFields, useForm } from '../../use-form.ts';
import { ticketStateText } from './refund-tickets.tsx';
import { Replies } from './replies.tsx';

type Props = { orderId: string; ticket: OrderTicket; onRenamed: () => void };

export function TicketEntry({ orderId, ticket, onRenamed }: Props) {
  const text = t().orders.rename;
  const [changing, setChanging] = useState(false);
  const entry = useRef<HTMLLIElement>(null);
  const wasOpened = useRef(false);
  // What had the focus is gone with the form, or with the button that opened it.
  useEffect(() => {
    if (changing) wasOpened.current = true;
    if (wasOpened.current) entry.current?.querySelector<HTMLElement>(changing ? 'input' : 'button')?.focus();
  }, [changing]);
  return (
    <li class="entry" ref={entry}>
      <div class="split">
        <span>
          <strong class="number">{ticket.number}</strong> · {ticket.holder}
          <br />
          <span class="soft">
            {soldTypeName(ticket, locale.value)} · {ticketStateText(ticket)}
          </span>
          <Replies replies={ticket.replies} />
        </span>
        <span>{money(ticket.paid)}</span>
      </div>
      {changing ? (
        <RenameForm
          orderId={orderId}
          ticket={ticket}
          onCancel={() => setChanging(false)}
          onRenamed={() => {
            setChanging(false);
            onRenamed();
          }}
        />
      ) : (
        ticket.status !== 'void' && (
          <Button label={text.changeOf(ticket.number)} onPress={() => setChanging(true)}>
            {text.change}
          </Button>
        )
      )}
    </li>
  );
}

function RenameForm({ orderId, ticket, onCancel, onRenamed }: Props & { onCancel: () => void }) {
  const text = t().orders.rename;
  const form = useForm({ name: ticket.holder, reason: '' });
  const keyOf = useIdempotencyKey();
  const send = useAction((json: { name: string; reason: string }) =>
    read(
      api.orders[':orderId'].tickets[':ticketId'].holder.$put(
        { param: { orderId, ticketId: ticket.id }, json },
        { headers: { 'idempotency-key': keyOf(json) } },
      ),
    ),
  );
  const fields = { name: 'name', reason: 'reason' } as const;
  async function submit() {
    const name = form.values.name.trim();
    form.refuse(name === '' ? { name: t().form.required } : {});
    if (name === '') return;
    const result = await send.run({ name, reason: form.values.reason.trim() });
    if (result?.ok === true) onRenamed();
    if (result?.ok === false) form.refuse(fieldErrors(result.failure, fields));
  }
  return (
    <Form onSubmit={submit} label={text.changeOf(ticket.number)}>
      <TextField {...form.field('name')} label={text.name} hint={text.hint} maxLength={120} />
      <TextField {...form.field('reason')} label={text.reason} maxLength={300} optional />
      <FailureNote failure={saidAtFields(send.failure, fields) ? null : send.failure} />
      <div class="actions">
        <Button kind="main" submit busy={send.busy} busyText={t().common.saving}>
          {t().common.save}
        </Button>
        <Button onPress={onCancel}>{t().common.cancel}</Button>
      </div>
    </Form>
  );
}

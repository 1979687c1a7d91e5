// The product's Worker with an object that can be filled by SQL, and asked what waits in its outbox: a season of sales
// in seconds. For the trials `start` and `drain`.

import product, { EventSales as ProductEventSales } from '../../../worker/main.ts';

export * from '../../../worker/main.ts';

const numbers = 'with recursive n(i) as (select ? union all select i + 1 from n where i < ?)';

export class EventSales extends ProductEventSales {
  /** Orders from `from` to `to`: each sold through a hold, with one ticket and its two idempotency records. */
  fill(from: number, to: number): void {
    const { sql } = this.ctx.storage;
    const [type] = sql.exec<{ id: string }>('select ticket_type_id as id from ticket_types limit 1').toArray();
    const [channel] = sql.exec<{ id: string }>('select widget_id as id from channels limit 1').toArray();
    const line = {
      ticketTypeId: type?.id,
      name: 'Вход',
      quantity: 1,
      priceMinor: 0,
      discountMinor: 0,
      feeEachMinor: 0,
    };
    const lines = JSON.stringify([line]);
    const share = (account: string, amountMinor: number) => ({ account, partyId: null, amountMinor, currency: 'RUB' });
    const postings = JSON.stringify([
      share('provider:test', -199_900),
      share('organizer', 173_253),
      share('distributor', 26_647),
    ]);
    this.ctx.storage.transactionSync(() => {
      sql.exec(
        `${numbers} insert into holds (hold_id, widget_id, terms_version, status, lines, currency, total_minor, placed_at,
           expires_at, ends_at, asked, order_id)
         select 'hld_fill_' || i, ?, 0, 'sold', ?, 'RUB', 0, 0, 0, 0, 0, 'ord_fill_' || i from n`,
        from,
        to,
        channel?.id ?? '',
        lines,
      );
      sql.exec(
        `${numbers} insert into orders (order_id, hold_id, widget_id, status, paid_late, lines, currency, total_minor,
           refunded_minor, buyer_name, buyer_email, locale, created_at, paid_at, attempt, mailing)
         select 'ord_fill_' || i, 'hld_fill_' || i, ?, 'paid', 0, ?, 'RUB', 0, 0, 'Мария Соколова',
           'maria' || i || '@mail.example', 'ru', 0, 0, 1, 1 from n`,
        from,
        to,
        channel?.id ?? '',
        lines,
      );
      sql.exec(
        `${numbers} insert into tickets (ticket_id, number, order_id, ticket_type_id, ticket_type_name, status, revision,
           face_minor, fee_minor, commission_bps, commission_minor)
         select 'tkt_fill_' || i, 'FILL-' || i, 'ord_fill_' || i, ?, 'Вход', 'valid', 1, 0, 0, 0, 0 from n`,
        from,
        to,
        type?.id ?? '',
      );
      sql.exec(
        `${numbers} insert into answers (scope, key, fingerprint, answer)
         select 'order:hld_fill_' || i, 'key-of-a-past-order-' || i, 'fingerprint', '{"orderId":"ord_fill_' || i || '"}' from n`,
        from,
        to,
      );
      sql.exec(
        `${numbers} insert into entries (entry_id, at, kind, order_id, postings)
         select 'ord_fill_' || i || '.sale', 0, 'sale', 'ord_fill_' || i, ? from n`,
        from,
        to,
        postings,
      );
      sql.exec('update ticket_types set sold = sold + ? where ticket_type_id = ?', to - from + 1, type?.id ?? '');
    });
  }

  /** By lane: `facts` for lists and gates, and `letters`, each of which is a PDF and a mail. */
  waiting(): { facts: number; letters: number } {
    const count = (lane: string) =>
      this.ctx.storage.sql.exec<{ n: number }>('select count(*) as n from outbox where lane = ?', lane).one().n;
    return { facts: count('facts'), letters: count('letters') };
  }
}

// In this Worker the namespace is of the class above.
const objectOf = (env: Cloudflare.Env, eventId: string) =>
  (env.EVENT_SALES as unknown as DurableObjectNamespace<EventSales>).getByName(eventId);

export default {
  ...product,
  async fetch(request: Request, env: Cloudflare.Env, ctx: ExecutionContext): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const eventId = searchParams.get('event') ?? '';
    if (pathname === '/trial/waiting') return Response.json(await objectOf(env, eventId).waiting());
    if (pathname === '/trial/reconcile') return Response.json(await objectOf(env, eventId).reconcile());
    if (pathname === '/trial/fill') {
      await objectOf(env, eventId).fill(Number(searchParams.get('from')), Number(searchParams.get('to')));
      return Response.json({});
    }
    // workerd's own request type says more than the product asks for.
    return product.fetch(request as Parameters<typeof product.fetch>[0], env, ctx);
  },
};

// Every stage after the choice, as one chunk that is loaded after the prices are drawn: it does not delay them, and is
// there before a buyer presses "Continue".

import type { WidgetView } from '#core/contracts/sales.ts';
import { assertNever } from '#core/result.ts';
import type { Texts } from '../app.tsx';
import type { Clock } from '../clock.ts';
import { orderTexts } from '../messages/order-texts.ts';
import type { Purchase, Stage } from '../purchase/purchase.ts';
import { Banner } from './banner.tsx';
import { Details } from './details.tsx';
import { Order } from './order.tsx';
import { TakeAgain } from './take-again.tsx';

export { PromoField } from './promo-field.tsx';

export type CheckoutProps = {
  stage: Exclude<Stage, { at: 'choose' }>;
  view: WidgetView;
  buying: Purchase;
  texts: Texts;
  clock: Clock;
};

export function Checkout({ stage, ...props }: CheckoutProps) {
  const texts = withOrderRefusals(props.texts);
  const rest = { ...props, texts };
  const { m } = texts;
  switch (stage.at) {
    case 'details':
      return <Details hold={stage.hold} {...rest} />;
    case 'order':
      return <Order order={stage.order} status={stage.status} tickets={stage.tickets ?? []} {...rest} />;
    case 'time-up':
      return (
        <Banner title={m.timeUp} text={m.timeUpText} focus>
          <TakeAgain choice={stage.chosen} buying={rest.buying} texts={texts} />
        </Banner>
      );
    default:
      return assertNever(stage);
  }
}

function withOrderRefusals({ m, locale }: Texts): Texts {
  return { m: { ...m, refusals: { ...m.refusals, ...orderTexts[locale].refusals } }, locale };
}

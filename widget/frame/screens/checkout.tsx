// Everything after the choice, as one part that is loaded once the prices are on the screen: a reader who only looks
// never waits for it, a buyer has it long before he needs it.

import type { WidgetView } from '#core/contracts/sales.ts';
import { assertNever } from '#core/result.ts';
import type { Words } from '../app.tsx';
import type { Clock } from '../clock.ts';
import { orderTexts } from '../messages/order-texts.ts';
import type { Purchase, Stage } from '../purchase/purchase.ts';
import { Details } from './details.tsx';
import { Notice } from './notice.tsx';
import { Order } from './order.tsx';

export { PromoField } from './promo-field.tsx';

export type CheckoutProps = {
  stage: Exclude<Stage, { at: 'choose' }>;
  view: WidgetView;
  buying: Purchase;
  words: Words;
  clock: Clock;
};

export function Checkout({ stage, ...props }: CheckoutProps) {
  const words = withOrderRefusals(props.words);
  const rest = { ...props, words };
  const { m } = words;
  switch (stage.at) {
    case 'details':
      return <Details hold={stage.hold} {...rest} />;
    case 'order':
      return <Order order={stage.order} status={stage.status} {...rest} />;
    case 'time-up':
      return (
        <Notice title={m.timeUp} text={m.timeUpText} focus>
          <button type="button" class="main" onClick={() => rest.buying.startAgain()}>
            {m.chooseAgain}
          </button>
        </Notice>
      );
    default:
      return assertNever(stage);
  }
}

function withOrderRefusals({ m, locale }: Words): Words {
  return { m: { ...m, refusals: { ...m.refusals, ...orderTexts[locale].refusals } }, locale };
}

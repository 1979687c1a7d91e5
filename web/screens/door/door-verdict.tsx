// The result of a scan: in words, color and sign, large enough to be read at arm's length.

import type { CheckInResponse, CheckInResult } from '#core/contracts/tickets.ts';
import { soldTypeName } from '#core/event-text.ts';
import { orderNumber } from '#core/order-number.ts';
import type { Failure } from '../../api-result.ts';
import { clock } from '../../format.ts';
import { locale, t } from '../../language.ts';
import { Button } from '../../parts/controls.tsx';
import type { Scan } from './door.tsx';

/** A scan with its response, or with why there is none. */
export type Shown = { scan: Scan; response: CheckInResponse | null; failure: Failure | null };

type VerdictProps = {
  shown: Shown | null;
  busy: boolean;
  timeZone: string;
  onRetry: (scan: Scan) => void;
  /** The person at the door has compared the guest with the ticket of the typed number, and admits them or not. */
  onConfirm: (scan: Scan) => void;
  onDismiss: (scan: Scan) => void;
};

export function Verdict({ shown, busy, timeZone, onRetry, onConfirm, onDismiss }: VerdictProps) {
  const text = t().door;
  if (shown === null || busy) {
    return (
      <div class="verdict waiting" role="status">
        <p class="verdict-word">{busy ? t().common.loading : text.waiting}</p>
      </div>
    );
  }
  const { response: result, failure, scan } = shown;
  if (result === null) {
    return (
      <div class="verdict amber" role="alert">
        <p class="verdict-word">{text.unknown}</p>
        <p>{failure === null || failure.code === 'offline' ? text.unknownText : t().errors[failure.code]}</p>
        <Button onPress={() => onRetry(scan)}>{t().common.retry}</Button>
      </div>
    );
  }
  const { ticket } = result;
  return (
    <div class={`verdict ${colours[result.result]}`} role="alert">
      <p class="verdict-sign" aria-hidden="true">
        {signs[result.result]}
      </p>
      <p class="verdict-word">{text.results[result.result]}</p>
      {ticket?.holderName !== undefined && <p class="verdict-word">{ticket.holderName}</p>}
      {ticket !== undefined && (
        <p class="verdict-ticket">
          {soldTypeName(ticket, locale.value)} · № {ticket.number}
        </p>
      )}
      {ticket?.orderId !== undefined && <p>{t().common.order(orderNumber(ticket.orderId))}</p>}
      {result.result === 'already-admitted' && typeof ticket?.admittedAt === 'string' && (
        <p class="verdict-ticket">{text.before(clock(ticket.admittedAt, timeZone), ticket.gate)}</p>
      )}
      <p>{text.resultTexts[result.result]}</p>
      {result.result === 'confirm' && (
        <div class="actions">
          <Button onPress={() => onDismiss(scan)}>{text.byNumber.dismiss}</Button>
          <Button kind="main" onPress={() => onConfirm(scan)}>
            {text.byNumber.confirm}
          </Button>
        </div>
      )}
    </div>
  );
}

const colours: Record<CheckInResult, 'green' | 'amber' | 'red'> = {
  admitted: 'green',
  confirm: 'amber',
  'already-admitted': 'amber',
  void: 'red',
  'wrong-event': 'red',
  invalid: 'red',
  'event-cancelled': 'red',
};

// A sign beside the color: one person in twelve does not tell red from green.
const signs: Record<CheckInResult, string> = {
  admitted: '✓',
  confirm: '?',
  'already-admitted': '!',
  void: '✕',
  'wrong-event': '✕',
  invalid: '✕',
  'event-cancelled': '✕',
};

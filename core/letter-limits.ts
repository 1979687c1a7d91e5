// How many letters one mailbox may get from us, by the class of a letter. The reasons:
//
// | class         | what it is                                         | over the limit of the address | never again |
// |---------------|----------------------------------------------------|-------------------------------|-------------|
// | paid-order    | tickets of a paid order, news of its money         | waits, is never lost          | no          |
// | account       | about one's own account, deals that sell, refunds  | waits, is never lost          | no          |
// | address-check | "is this address yours?", asked by anybody         | is not sent                   | strangers   |
// | free-order    | tickets nobody paid for, news about them           | is not sent                   | strangers   |
// | notice        | a digest about deals                               | waits for the next digest     | notices     |
// | mailing       | what an organizer writes to buyers of an event     | waits two days at most        | mailings    |
//
// Somebody paid for a paid order, so it cannot be made by the thousand, and whoever paid must get it. A letter about an
// account warns its owner, so a flood must not push it out. Anybody makes a free order or a registration in anybody's
// name. Whoever made the order sees its tickets on its page all the same; who registers can ask for the letter again, and
// proves their address by a new password too. The two have allowances of their own, so that a flood of free orders does not
// keep the owner of the address from registering.
// A notification is in the dashboard already, so a digest that is not sent loses nothing. Its class and its kind are called
// `notice` and `notices` because stored counters and the links in sent letters carry these names.
//
// The bound for a stranger (no account with this verified address): at most 9 letters at once (5 of free orders, 4 that
// ask whose the address is), 18 in any hour, 40 in any 24 hours, however many accounts, events and networks write. A
// verified account gets at most 8 digests in any hour and 48 in any 24 hours besides.

export type LetterClass = 'paid-order' | 'account' | 'address-check' | 'free-order' | 'notice' | 'mailing';

/** What a reader can end: letters that strangers cause, notifications about deals, or what organizers write to buyers. */
export type NeverAgainKind = 'strangers' | 'notices' | 'mailings';

/** A rate limit: so many at once, and then so many an hour. In any hour at most the two together. */
export type LetterAllowance = { burst: number; perHour: number };

type LetterRule = {
  address: readonly LetterAllowance[];
  /** What all letters of one event, and of one organizer, may be together; over it a letter waits, so none is lost. */
  sender: LetterAllowance | null;
  overAddress: 'wait' | 'withhold';
  /** What happens while the counts cannot be read. */
  uncounted: 'send' | 'wait';
  neverAgain: NeverAgainKind | null;
};

const perDay = (letters: number): LetterAllowance => ({ burst: letters, perHour: letters / 24 });

export const letterRules: Record<LetterClass, LetterRule> = {
  'paid-order': {
    address: [{ burst: 30, perHour: 60 }],
    sender: null,
    overAddress: 'wait',
    uncounted: 'send',
    neverAgain: null,
  },
  account: {
    address: [{ burst: 20, perHour: 20 }],
    sender: null,
    overAddress: 'wait',
    uncounted: 'wait',
    neverAgain: null,
  },
  'address-check': {
    address: [{ burst: 4, perHour: 4 }, perDay(8)],
    sender: null,
    overAddress: 'withhold',
    uncounted: 'wait',
    neverAgain: 'strangers',
  },
  'free-order': {
    address: [{ burst: 5, perHour: 5 }, perDay(12)],
    sender: { burst: 20_000, perHour: 20_000 },
    overAddress: 'withhold',
    uncounted: 'wait',
    neverAgain: 'strangers',
  },
  notice: {
    address: [{ burst: 4, perHour: 4 }, perDay(24)],
    sender: { burst: 60, perHour: 120 },
    overAddress: 'wait',
    uncounted: 'wait',
    neverAgain: 'notices',
  },
  // A buyer gets few letters besides those about the order, whoever writes. Of the organizer's letters as many go out in an
  // hour as leave the mail service room for tickets.
  mailing: {
    address: [{ burst: 3, perHour: 1 }, perDay(4)],
    sender: { burst: 2_000, perHour: 5_000 },
    overAddress: 'wait',
    uncounted: 'wait',
    neverAgain: 'mailings',
  },
};

/** The most letters of a class in any stretch of so many hours: what the allowances promise together. */
export function mostIn(hours: number, allowances: readonly LetterAllowance[]): number {
  return Math.min(...allowances.map(({ burst, perHour }) => Math.floor(burst + perHour * hours)));
}

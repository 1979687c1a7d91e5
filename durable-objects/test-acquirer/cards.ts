// The cards of the test acquirer. Each number stands for a behaviour. Any other number is refused and never stored, so
// that nobody's real card is charged or kept.

export type CardBehaviour = 'succeeds' | 'declined' | 'late' | 'repeated' | 'unclear';

export const testCards: readonly { number: string; behaviour: CardBehaviour }[] = [
  { number: '4242424242424242', behaviour: 'succeeds' },
  { number: '4000000000000002', behaviour: 'declined' },
  { number: '4000000000000077', behaviour: 'late' },
  { number: '4000000000000259', behaviour: 'repeated' },
  { number: '4000000000000119', behaviour: 'unclear' },
];

export function behaviourOf(cardNumber: string): CardBehaviour | null {
  const digits = cardNumber.replace(/[\s-]/g, '');
  return testCards.find((card) => card.number === digits)?.behaviour ?? null;
}

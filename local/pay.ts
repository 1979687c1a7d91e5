// Pays on the test acquirer's page, by its form, as a browser without JavaScript would, with a card that behaves as its
// name says.

/** Card numbers of the test acquirer, as its pay page documents them. */
const numbers = {
  succeeds: '4242424242424242',
  declined: '4000000000000002',
  late: '4000000000000077',
  repeated: '4000000000000259',
  unclear: '4000000000000119',
} as const;

type Card = keyof typeof numbers;

/** The page responds to `unclear` with 500 although the card was charged: the order must find out by itself. */
export async function payByCard(url: string, card: Card): Promise<void> {
  const form = new URLSearchParams({ number: numbers[card], expiry: '12/30', cvc: '123' });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin },
    body: form,
    redirect: 'manual',
  });
  await response.body?.cancel();
  if (response.status >= 400 && card !== 'unclear') throw new Error(`paying at ${url} answered ${response.status}`);
}

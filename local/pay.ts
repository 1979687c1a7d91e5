// Pays on the test acquirer's own page, by its form, as a browser without JavaScript would.

/** Cards of the test acquirer, by what they do. Documented on its pay page. */
export const cards = {
  succeeds: '4242424242424242',
  declined: '4000000000000002',
} as const;

export async function payByCard(url: string, card: keyof typeof cards): Promise<void> {
  const form = new URLSearchParams({ number: cards[card], expiry: '12/30', cvc: '123' });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(url).origin },
    body: form,
    redirect: 'manual',
  });
  await response.body?.cancel();
  if (response.status >= 400) throw new Error(`paying at ${url} answered ${response.status}`);
}

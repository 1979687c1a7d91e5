// Scaffold while the rooms are being built: deleted when the last route has its handler.
export function pending<Value>(): Value {
  throw new Error('pending');
}

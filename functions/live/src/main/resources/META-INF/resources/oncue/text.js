// Times and receipts as people read them, in any language.

/** `1:05` for the 65 seconds that are begun, so that it shows 0:00 only when time is up. */
export function minutes(millis) {
  const seconds = Math.max(0, Math.ceil(millis / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** Enough of a receipt to compare it by eye. */
export const shortReceipt = (receipt) =>
  receipt.length > 9 ? `${receipt.slice(0, 8)}…` : receipt;

/** What networks were worth after each epoch of their training. Data alone: it travels between threads. */
export interface ValidationCurves {
  /** Of a whole training. */
  readonly epochs: number;
  /**
   * Network by network, epoch by epoch: hundredths of a percent, of which published tables have whole ones
   * (they count 5,000 examples); `unknownAccuracy` where nothing is known.
   */
  readonly hundredths: Uint16Array<ArrayBuffer>;
}

export const unknownAccuracy = 0xffff;

/** In percent; NaN where it is not known. Epochs count from 1. */
export function accuracyAfter(
  { epochs, hundredths }: ValidationCurves,
  network: number,
  epoch: number,
): number {
  const value = hundredths[network * epochs + epoch - 1] ?? unknownAccuracy;
  return value === unknownAccuracy ? Number.NaN : value / 100;
}

/** Of how many networks there is a curve. */
export function knownCurves({ epochs, hundredths }: ValidationCurves): number {
  let known = 0;
  for (let first = 0; first < hundredths.length; first += epochs)
    if (hundredths[first] !== unknownAccuracy) known++;
  return known;
}

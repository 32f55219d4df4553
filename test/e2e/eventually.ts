const LIMIT_MS = 30_000;
const PAUSE_MS = 100;

/**
 * Asks again and again until the answer is something (not undefined, not false), and returns it.
 *
 * @param what what is waited for, in the words of the error
 */
export async function eventually<Answer>(
  what: string,
  ask: () => Promise<Answer | undefined | false>,
  limitMs = LIMIT_MS,
): Promise<Answer> {
  const giveUpAt = Date.now() + limitMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > giveUpAt) throw new Error(`Waited ${limitMs / 1000} s for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

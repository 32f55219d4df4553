import { dominates } from "./algorithm";
import { type Best, type Candidate, copyOf } from "./candidate";

/**
 * The Pareto front: the networks that no other beats in one objective without losing in another. Of
 * networks with the same value in every objective one stands for all. As long as none meets the
 * constraints, the front is of those that break them least.
 */
export function paretoFront(tieOrder: (one: number, other: number) => number): Best {
  let front: Candidate[] = [];
  let version = 0;

  /** Whether something on the front leaves no place for the candidate. */
  const isBeaten = (candidate: Candidate): boolean => {
    for (let place = 0; place < front.length; place++) {
      const other = front[place];
      if (!other || !beats(other, candidate, tieOrder)) continue;
      // What beat one candidate is likely to beat the next: look at it earlier.
      const earlier = front[place >> 1];
      if (earlier) {
        front[place >> 1] = other;
        front[place] = earlier;
      }
      return true;
    }
    return false;
  };

  return {
    offer(candidate) {
      if (candidate.breach === Number.POSITIVE_INFINITY || isBeaten(candidate)) return;
      front = front.filter((other) => !beats(candidate, other, tieOrder));
      front.push(copyOf(candidate));
      version++;
    },
    get version() {
      return version;
    },
    list() {
      return [...front].sort(
        (one, other) =>
          (one.objectives[0] ?? 0) - (other.objectives[0] ?? 0) || one.index - other.index,
      );
    },
  };
}

function beats(
  one: Candidate,
  other: Candidate,
  tieOrder: (one: number, other: number) => number,
): boolean {
  if (one.breach !== other.breach) return one.breach < other.breach;
  if (dominates(one.objectives, other.objectives)) return true;
  return (
    one.objectives.every((value, place) => value === other.objectives[place]) &&
    tieOrder(one.index, other.index) < 0
  );
}

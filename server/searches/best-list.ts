import { type Best, type Candidate, copyOf } from "./candidate";

/** How many networks a search for one objective shows. */
const length = 20;

/**
 * The best networks by one objective, those that meet the constraints first. Where any meets them, only
 * those that do are listed; of networks whose values are not known, none.
 */
export function bestList(tieOrder: (one: number, other: number) => number): Best {
  const list: Candidate[] = [];
  let version = 0;

  const order = (one: Candidate, other: Candidate): number => {
    if (one.breach !== other.breach) return one.breach - other.breach;
    return (
      (one.objectives[0] ?? 0) - (other.objectives[0] ?? 0) || tieOrder(one.index, other.index)
    );
  };

  return {
    offer(candidate) {
      if (candidate.breach === Number.POSITIVE_INFINITY) return;
      const last = list[length - 1];
      if (last && (candidate.breach > last.breach || order(last, candidate) < 0)) return;
      const place = list.findIndex((other) => order(candidate, other) < 0);
      list.splice(place < 0 ? list.length : place, 0, copyOf(candidate));
      list.length = Math.min(list.length, length);
      version++;
    },
    get version() {
      return version;
    },
    list() {
      const meeting = list.filter(({ breach }) => breach === 0);
      return meeting.length > 0 ? meeting : [...list];
    },
  };
}

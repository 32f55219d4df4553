import { indexOf } from "../../data/architecture";
import type { Space } from "../../data/space";
import { Failure } from "./failure";
import type { CompleteNetwork } from "./pick-network";

/** The indices of networks of a file, each once. Fails, with `advice`, where they are of several spaces. */
export function inOneSpace(
  file: string,
  first: CompleteNetwork,
  networks: readonly CompleteNetwork[],
  advice: string,
): { readonly space: Space; readonly networks: readonly number[] } {
  const { space } = first;
  const other = networks.find((network) => network.space !== space);
  if (other)
    throw new Failure(
      `${file}: has networks of ${space.name} and of ${other.space.name}; ${advice}`,
    );
  const indices = networks.map(({ architecture }) => indexOf(space, architecture));
  return { space, networks: [...new Set(indices)] };
}

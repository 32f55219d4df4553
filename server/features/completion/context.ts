import type { Benchmark } from "../../../data/benchmark";
import type { Space } from "../../../data/space";
import type { Declaration, Equation, Name } from "../../../grammar/syntax";
import type { Benchmarks } from "../../benchmarks";
import { defaultSpace } from "../../model/known-spaces";
import type { Model } from "../../model/model";
import type { NetworkModel } from "../../model/network-model";
import type { SearchModel } from "../../model/search-model";
import { stageAround } from "../place";

/** What the names at a cursor may be. */
export interface Context {
  readonly model: Model;
  readonly offset: number;
  readonly benchmarks: Benchmarks;
  readonly declaration: Declaration | undefined;
  readonly network: NetworkModel | undefined;
  readonly search: SearchModel | undefined;
  /** Whose operations and blocks may be written; undefined where the one that is named does not exist. */
  readonly space: Space | undefined;
  /** Of the block declaration around the cursor. */
  readonly parameters: readonly Name[];
  /** The equations of the body around the cursor, but the one that the cursor is in. */
  readonly equations: readonly Equation[];
}

export function contextAt(model: Model, offset: number, benchmarks: Benchmarks): Context {
  const declaration = declarationAround(model, offset);
  const network = model.networks.find((network) => network.declaration === declaration);
  const search = model.searches.find((search) => search.declaration === declaration);
  const isBlock = declaration?.kind === "block";
  const block = isBlock
    ? declaration.body
    : network && stageAround(network, offset)?.declaration.block;
  return {
    model,
    offset,
    benchmarks,
    declaration,
    network,
    search,
    space: spaceOf(model, declaration, network, search),
    parameters: isBlock ? declaration.parameters : [],
    equations:
      block?.kind === "body"
        ? block.equations.filter(({ range }) => offset < range.start || range.end < offset)
        : [],
  };
}

function spaceOf(
  { spaces }: Model,
  declaration: Declaration | undefined,
  network: NetworkModel | undefined,
  search: SearchModel | undefined,
): Space | undefined {
  if (network) return network.space;
  if (search) return search.space;
  // A block may be used in any space.
  return declaration?.kind === "block" ? spaces.vocabulary : defaultSpace;
}

export function benchmarkOf({ space, benchmarks }: Context): Benchmark | undefined {
  return space && benchmarks(space);
}

/** The declaration that an offset is in, also behind the end of one that is not closed yet. */
function declarationAround({ file, document }: Model, offset: number): Declaration | undefined {
  const last = file.declarations.findLast(({ range }) => range.start < offset);
  if (!last || offset <= last.range.end) return last;
  const { start, end } = last.range;
  const isClosed = last.kind === "import" || document.getText().slice(start, end).endsWith("}");
  return isClosed ? undefined : last;
}

import type { Highs, InitOptions, ModelData } from "highs";
import type { LeastSums, SumProgram } from "./least-sums";
import { type Limit, meetsAll } from "./untrained";

/**
 * Solves programs with HiGHS, of which `wasm` is the binary, in spaces too large to write out. It sees a cost
 * as a sum over positions, taken from single replacements. An answer that truly breaks a limit, as it may
 * where a cost is no such sum, is cut off and never given.
 */
export async function loadIntegerPrograms(wasm: Uint8Array | undefined): Promise<LeastSums> {
  if (!wasm)
    throw new Error("the solver of integer programs is missing from the package: reinstall Blox");
  const { default: loadHighs } = await import("highs");
  const highs = await loadHighs(loadedFrom(await WebAssembly.compile(wasm.slice())));
  return function* (program) {
    const cuts: Cut[] = [];
    for (let cutInARow = 0; cutInARow < mostCutInARow; ) {
      const answer = solved(highs, program, cuts);
      if (!answer) return;
      const isMet = meetsAll(program.limits, answer);
      const overlap = isMet ? program.overlap : answer.length;
      cuts.push({ answer, overlap: Math.min(overlap, answer.length - 1) });
      cutInARow = isMet ? 0 : cutInARow + 1;
      if (isMet) yield answer;
    }
  };
}

/**
 * The hook of Emscripten's loaders (emscripten.org, "Module object"). Version 1.15.3 has the types of a
 * `wasmBinary` and a `wasmModule`, yet looks for a file whatever they are.
 */
function loadedFrom(module: WebAssembly.Module): EmscriptenOptions {
  return {
    instantiateWasm(imports, receive) {
      WebAssembly.instantiate(module, imports).then(receive);
    },
  };
}

interface EmscriptenOptions extends InitOptions {
  instantiateWasm(
    imports: WebAssembly.Imports,
    receive: (instance: WebAssembly.Instance) => void,
  ): void;
}

/** Where so many answers in a row break a limit, the sums are too far from the costs to find one that does not. */
const mostCutInARow = 20;

/** An earlier answer, and in how many positions a later one may agree with it. */
interface Cut {
  readonly answer: Uint32Array;
  readonly overlap: number;
}

function solved(highs: Highs, program: SumProgram, cuts: readonly Cut[]): Uint32Array | undefined {
  const { minimize } = highs.constants.objectiveSense;
  const { optimal, infeasible } = statuses;
  return highs.withModel({ ...modelOf(program, cuts), sense: minimize }, (model) => {
    model.options.set(options);
    model.run();
    const status = model.getModelStatus();
    if (status === infeasible) return undefined;
    if (status !== optimal)
      throw new Error(`the solver of integer programs ended with status ${status}`);
    const { colValue } = model.getSolution();
    let first = 0;
    return Uint32Array.from(program.scores, ({ length }) => {
      const choices = colValue.slice(first, first + length);
      first += length;
      return choices.indexOf(Math.max(...choices));
    });
  });
}

/** As HiGHS numbers them. */
const statuses = { optimal: 7, infeasible: 8 };

/**
 * Exact answers. Without its restarts, its heuristics and its search for symmetries HiGHS takes half the
 * time: the programs are small, and have hardly any.
 */
const options = {
  output_flag: false,
  mip_rel_gap: 0,
  mip_abs_gap: 0,
  mip_heuristic_effort: 0,
  mip_detect_symmetry: false,
  mip_allow_restart: false,
};

/** A variable a choice, 1 where it is taken; a row each for positions, limits and cuts. */
function modelOf({ scores, limits }: SumProgram, cuts: readonly Cut[]): Omit<ModelData, "sense"> {
  const firsts = scores.map((_, position) =>
    scores.slice(0, position).reduce((sum, { length }) => sum + length, 0),
  );
  const variables = scores.reduce((sum, { length }) => sum + length, 0);
  const rows: Row[] = [
    ...scores.map(({ length }, position) => ({
      entries: Array.from(
        { length },
        (_, choice) => [(firsts[position] ?? 0) + choice, 1] as const,
      ),
      lowest: 1,
      highest: 1,
    })),
    ...limits.flatMap((limit) => limitRow(limit, scores) ?? []),
    ...cuts.map(({ answer, overlap }) => ({
      entries: Array.from(
        answer,
        (choice, position) => [(firsts[position] ?? 0) + choice, 1] as const,
      ),
      lowest: Number.NEGATIVE_INFINITY,
      highest: overlap,
    })),
  ];
  const starts = [0];
  for (const { entries } of rows) starts.push((starts.at(-1) ?? 0) + entries.length);
  return {
    numCols: variables,
    numRows: rows.length,
    colCost: scores.flatMap((row) => Array.from(row)),
    colLower: new Float64Array(variables),
    colUpper: new Float64Array(variables).fill(1),
    rowLower: rows.map(({ lowest }) => lowest),
    rowUpper: rows.map(({ highest }) => highest),
    matrix: {
      format: "csr",
      numRows: rows.length,
      numCols: variables,
      starts,
      indices: rows.flatMap(({ entries }) => entries.map(([variable]) => variable)),
      values: rows.flatMap(({ entries }) => entries.map(([, value]) => value)),
    },
    integrality: new Int32Array(variables).fill(1),
  };
}

interface Row {
  readonly entries: readonly (readonly [variable: number, value: number])[];
  readonly lowest: number;
  readonly highest: number;
}

/**
 * A cost as the sum of what each choice adds to that of the first network, each as a part of the limit, so
 * that the solver's tolerances mean something. Undefined where a cost is not known.
 */
function limitRow(
  { costOf, comparison, limit }: Limit,
  scores: readonly Float64Array[],
): Row | undefined {
  const network = new Uint32Array(scores.length);
  const first = costOf(network);
  const unit = Math.abs(limit) || 1;
  const added = scores.flatMap((choices, position) =>
    Array.from(choices, (_, choice) => {
      network[position] = choice;
      const cost = costOf(network);
      network[position] = 0;
      return (cost - first) / unit;
    }),
  );
  if (added.some(Number.isNaN)) return undefined;
  const bound = (limit - first) / unit;
  return {
    entries: added.flatMap((value, variable) => (value === 0 ? [] : [[variable, value] as const])),
    lowest: comparison.startsWith("<") ? Number.NEGATIVE_INFINITY : bound,
    highest: comparison.startsWith(">") ? Number.POSITIVE_INFINITY : bound,
  };
}

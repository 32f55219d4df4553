import type { Benchmark } from "../../data/benchmark";
import type { Benchmarks } from "../benchmarks";
import { declaredSearch } from "../declared-search";
import type { SearchSpec } from "../messages";
import type { Model } from "../model/model";
import type { SearchModel } from "../model/search-model";
import { listed, similarNames } from "../model/spelling";
import { Failure } from "./failure";

/** The search that a file declares under a name, or its only one, ready to run, with its benchmark. */
export function pickDeclaredSearch(
  path: string,
  model: Model,
  name: string | undefined,
  benchmarks: Benchmarks,
): { readonly spec: SearchSpec; readonly benchmark: Benchmark } {
  const search = pickSearch(path, model, name);
  const found = declaredSearch(model, { search: search.name }, benchmarks);
  if ("refusal" in found) throw new Failure(`${path}: ${found.refusal}`);
  if (!search.space) throw new Failure(`${path}: the search ${search.name} is in no space`);
  return { spec: found.spec, benchmark: benchmarks(search.space) };
}

function pickSearch(path: string, model: Model, name: string | undefined): SearchModel {
  const names = model.searches.map((search) => search.name);
  const [only, second] = model.searches;
  if (!only) {
    throw new Failure(
      `${path}: has no search: declare one, or name an objective with --maximize or --minimize`,
    );
  }
  if (name === undefined) {
    if (!second) return only;
    throw new Failure(
      `${path}: has ${names.length} searches; say which with --search: ${listed(names)}.`,
    );
  }
  const found = model.searches.find((search) => search.name === name);
  if (found) return found;
  const [similar] = similarNames(name, names);
  const question = similar === undefined ? "." : `; did you mean ${similar}?`;
  throw new Failure(`${path}: has no search ${name}${question} It has ${listed(names)}.`);
}

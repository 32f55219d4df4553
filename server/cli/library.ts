import { join } from "node:path";
import {
  type Library,
  type LibraryEntry,
  loadLibrary,
  messageOf,
  readEntry,
} from "../../data/library/library";
import { similarNames } from "../model/spelling";
import type { BenchmarkPlace } from "./benchmark-place";
import { Failure } from "./failure";
import { programSql } from "./program-platform";

/** What is imported at a place. Fails where the one database that it names is missing or damaged. */
export async function libraryAt({ folder, database }: BenchmarkPlace): Promise<Library> {
  const sql = await programSql();
  if (database === undefined) return loadLibrary(folder, sql);
  return { entries: [await namedEntry({ folder, database })], problems: [] };
}

async function namedEntry({ folder, database }: Required<BenchmarkPlace>): Promise<LibraryEntry> {
  const path = join(folder.place, database);
  const entry = await readEntry(folder, database, await programSql()).catch((error: unknown) => {
    throw new Failure(`${path}: is no benchmark that can be read: ${messageOf(error)}`);
  });
  if (entry) return entry;
  throw new Failure(`${path}: there is no such file (blox import --db makes one)`);
}

/** The benchmark of a name, which may be that of its file too. Fails where there is none, or several. */
export function pickEntry({ entries }: Library, place: BenchmarkPlace, name: string): LibraryEntry {
  const namesOf = ({ measurements, database }: LibraryEntry) => [
    database,
    measurements.benchmark.name,
  ];
  const ofFile = entries.filter(({ database }) => database === name);
  const [found, another] =
    ofFile.length > 0 ? ofFile : entries.filter((entry) => namesOf(entry).includes(name));
  if (found && !another) return found;
  const files = entries.map(({ database }) => database).join(", ");
  if (found) throw new Failure(`Several databases are of ${name}; name its file: ${files}.`);
  throw new Failure(noBenchmark(name, entries, place));
}

function noBenchmark(
  name: string,
  entries: readonly LibraryEntry[],
  { folder }: BenchmarkPlace,
): string {
  const known = entries.map(({ measurements }) => measurements.benchmark.name);
  const [similar] = similarNames(name, known);
  const question = similar === undefined ? "" : ` Did you mean ${similar}?`;
  const there = known.length === 0 ? "none" : known.join(", ");
  return `There is no benchmark ${name} in ${folder.place}.${question} There is ${there}.`;
}

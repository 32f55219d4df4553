import { equal, ok } from "node:assert/strict";
import { cpSync, mkdirSync, readdirSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { SqlJsStatic } from "sql.js";
import { bloxSpace } from "../../data/built-in-spaces";
import { nodeFolder } from "../../data/library/folder-node";
import { sourcesAt } from "../../data/library/sources-node";
import { randomNumbers } from "../data/library/random-numbers";
import { ImportingProcesses } from "./importing-process";
import { importInto } from "./imports";
import { contentOf, expectNothingElse } from "./library-content";
import { writeRelease } from "./release-files";

export interface KilledImports {
  readonly kills: number;
  /** That came after the import had begun and before it had ended. */
  readonly amidst: number;
  /** After which the benchmark was as before, and as the import makes it. */
  readonly old: number;
  readonly new: number;
  /** That came while databases were being put in place, which was undone. */
  readonly undone: number;
  /** Which left what the next import has removed: a lock, unfinished files, curves of no database. */
  readonly locks: number;
  readonly unfinished: number;
  readonly orphans: number;
  /** The longest that an import has taken after a kill, and undisturbed. */
  readonly longestMs: number;
  readonly undisturbedMs: number;
}

/** A kill may come so much later than an import takes undisturbed. */
const longest = 1.1;
/** The moments are taken in another order than theirs: so many further each time. */
const step = 77;

/**
 * Kills processes that import, each at another moment of the import, and fails where anything is lost:
 * the benchmark must be the old or the new one, and so must both where the import is into two, what lies
 * beside it untouched, and the next import must succeed and leave nothing else.
 */
export async function killImports(
  root: string,
  kills: number,
  sql: SqlJsStatic,
  report: (text: string) => void,
): Promise<KilledImports> {
  const programs = join(root, "programs");
  mkdirSync(programs);
  const processes = await ImportingProcesses.bundledInto(programs);
  const cases = await prepared(root, sql);
  const random = randomNumbers(20_221_214);
  const found: Found[] = [];
  let measured: Measured[] = [];
  for (let kill = 0; kill < kills; kill++) {
    // How fast the machine is changes while others use it.
    if (kill % 20 === 0) {
      measured = [];
      for (const one of cases) measured.push(await undisturbed(one, root, processes, sql));
    }
    const one = measured[kill % measured.length];
    if (!one) throw new Error("there is nothing to import");
    // Rarely would a moment be among the few in which databases are put in place.
    const isLate = one.isIntoTwo && random(3) > 0;
    const share = (longest * (((kill * step) % kills) + random(1000) / 1000)) / kills;
    const moment = isLate ? { msAfterJournal: random(4) } : { share };
    found.push(await killed(one, moment, join(root, `kill-${kill}`), processes, sql));
    if ((kill + 1) % 20 === 0) report(`${kill + 1} of ${kills} imports killed`);
  }
  const count = (is: (one: Found) => boolean) => found.filter(is).length;
  return {
    kills,
    amidst: count(({ code }) => code === null),
    old: count(({ isNew }) => !isNew),
    new: count(({ isNew }) => isNew),
    undone: count(({ left }) => left.some(isJournal)),
    locks: count(({ left }) => left.some((name) => name.endsWith(".lock"))),
    unfinished: count(({ left }) => left.some((name) => name.endsWith(".tmp"))),
    orphans: count(({ orphans }) => orphans > 0),
    longestMs: Math.max(...found.map(({ nextMs }) => nextMs)),
    undisturbedMs: Math.max(...measured.map(({ ms }) => ms)),
  };
}

interface Case {
  readonly files: readonly string[];
  /** The path of the folder before each import, and its content. */
  readonly before: string;
  readonly old: string;
  readonly isIntoTwo: boolean;
}

/** A share of the time that the import takes, or so long after the journal of what is replaced is there. */
type Moment = { readonly share: number } | { readonly msAfterJournal: number };

interface Measured extends Case {
  readonly new: string;
  /** What an import takes that nothing disturbs, without the start of the process. */
  readonly ms: number;
}

/** Two benchmarks with curves each and one without, and files for the one of them, or for two. */
async function prepared(root: string, sql: SqlJsStatic): Promise<Case[]> {
  const files = join(root, "files");
  const before = join(root, "before");
  mkdirSync(files);
  const epochs = 20;
  const write = (name: string, content: Parameters<typeof writeRelease>[2]) =>
    writeRelease(files, name, content);
  const lab = (name: string, rows: readonly string[]) => {
    const file = join(files, name);
    writeFileSync(file, ["# name: lab", "network,metric,value,seed", ...rows, ""].join("\n"));
    return file;
  };
  const there = [
    lab("lab.csv", ["7,accuracy,71.5,0"]),
    await write("base.csv", { kind: "base", format: "csv", rows: 30, epochs, seed: 0 }),
    await write("info.blox", { kind: "info", format: "custom", rows: 60 }),
  ];
  const beside = await write("beside.blox", {
    kind: "base",
    format: "custom",
    rows: 10,
    epochs,
    seed: 1,
  });
  const folder = nodeFolder(before);
  await importInto(folder, { sources: await sourcesAt(there), space: bloxSpace }, sql);
  await importInto(
    folder,
    { sources: await sourcesAt([beside]), space: bloxSpace, database: "beside.sqlite" },
    sql,
  );
  const old = await contentOf(folder, sql);
  const all = { kind: "base", rows: 60, epochs } as const;
  return [
    // Its curves take the place of others.
    [await write("base-0.blox", { ...all, format: "custom", seed: 0 })],
    [
      await write("base-1.pickle", { ...all, format: "pickle", seed: 1 }),
      await write("ext-0.csv", { ...all, kind: "ext", format: "csv", seed: 0 }),
    ],
    [await write("bench.csv", { kind: "bench", format: "csv", rows: 60, device: "device" })],
    [
      lab("more.csv", ["8,accuracy,71.6,0"]),
      await write("base-0.pickle", { ...all, format: "pickle", seed: 0 }),
    ],
  ].map((files, place) => ({ files, before, old, isIntoTwo: place === 3 }));
}

async function undisturbed(
  one: Case,
  root: string,
  processes: ImportingProcesses,
  sql: SqlJsStatic,
): Promise<Measured> {
  const path = join(root, "undisturbed");
  cpSync(one.before, path, { recursive: true });
  const importing = await processes.ready(path, one.files);
  const start = performance.now();
  importing.go();
  const { code, said } = await importing.ended;
  const ms = performance.now() - start;
  equal(code, 0, said);
  const found = await contentOf(nodeFolder(path), sql);
  ok(found !== one.old, "the import brings something new");
  rmSync(path, { recursive: true });
  return { ...one, new: found, ms };
}

interface Found {
  readonly code: number | null;
  readonly isNew: boolean;
  /** The names of hidden files. */
  readonly left: readonly string[];
  /** How many files of curves no database referred to. */
  readonly orphans: number;
  readonly nextMs: number;
}

/** One import that is killed at a moment of it. */
async function killed(
  one: Measured,
  moment: Moment,
  path: string,
  processes: ImportingProcesses,
  sql: SqlJsStatic,
): Promise<Found> {
  cpSync(one.before, path, { recursive: true });
  const folder = nodeFolder(path);
  const importing = await processes.ready(path, one.files);
  const isTime =
    "share" in moment ? delay(moment.share * one.ms) : journalIn(path, importing.ended);
  importing.go();
  await isTime;
  if ("msAfterJournal" in moment && moment.msAfterJournal > 0) await delay(moment.msAfterJournal);
  importing.kill();
  const { code, said } = await importing.ended;
  ok(code === null || code === 0, said);

  const names = readdirSync(path);
  const found = await contentOf(folder, sql);
  const isNew = found === one.new;
  ok(
    isNew || found === one.old,
    `killed at ${JSON.stringify(moment)}, the folder ${path} has something else`,
  );
  ok(isNew || code === null, "an import that ended well is there");

  const start = performance.now();
  await importInto(folder, { sources: await sourcesAt(one.files), space: bloxSpace }, sql);
  const nextMs = performance.now() - start;
  equal(await contentOf(folder, sql), one.new, `the import after a kill, into ${path}`);
  await expectNothingElse(path, folder, sql);
  const curves = (list: readonly string[]) => list.filter((name) => name.endsWith(".curves"));
  const orphans = curves(names).length - curves(readdirSync(isNew ? path : one.before)).length;
  rmSync(path, { recursive: true });
  return { code, isNew, left: names.filter((name) => name.startsWith(".")), orphans, nextMs };
}

function isJournal(name: string): boolean {
  return name === ".library.journal";
}

/** Waits until a journal comes to be in a folder, or for the end. */
async function journalIn(path: string, ended: Promise<unknown>): Promise<void> {
  const watcher = watch(path);
  const isThere = new Promise<void>((resolve) => {
    watcher.on("change", (_, name) => {
      if (isJournal(String(name))) resolve();
    });
  });
  await Promise.race([isThere, ended]);
  watcher.close();
}

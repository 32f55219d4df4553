import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { hashIndex } from "../../../data/library/hash-index";
import { shared } from "../../shared";

describe("index of model hashes", () => {
  const hashes = Array.from({ length: 1000 }, (_, index) => md5(`${index}`));
  const index = hashIndex(hashes.join(""));

  it("finds every hash in either case, and no other", () => {
    for (const [place, hash] of hashes.entries()) {
      assert.equal(index.indexOf(hash), place);
      assert.equal(index.indexOf(hash.toUpperCase()), place);
      assert.equal(index.indexOf(md5(`no ${place}`)), undefined);
      const last = hash.endsWith("0") ? "1" : "0";
      assert.equal(index.indexOf(hash.slice(0, -1) + last), undefined);
    }
  });

  it("finds what is no hash nowhere", () => {
    const [hash = ""] = hashes;
    for (const text of [
      "",
      "x",
      hash.slice(1),
      `${hash}0`,
      `${hash}00`,
      `g${hash.slice(1)}`,
      "ä".repeat(32),
    ])
      assert.equal(index.indexOf(text), undefined, text);
  });

  it("finds the bytes of a hash among others", () => {
    const bytes = Buffer.from(`ff${hashes[7]}${hashes[8]}`, "hex");
    assert.equal(index.indexAt(bytes, 1), 7);
    assert.equal(index.indexAt(bytes, 17), 8);
    assert.equal(index.indexAt(bytes, 0), undefined);
    assert.equal(index.indexAt(bytes, 18), undefined);
  });

  it("of nothing finds nothing", () => {
    assert.equal(hashIndex("").indexOf(md5("")), undefined);
  });

  it("refuses what is no list of hashes", () => {
    for (const text of ["0", "00", "g".repeat(32)])
      assert.throws(() => hashIndex(text), RangeError);
  });

  it("finds hashes that begin alike", () => {
    const alike = Array.from({ length: 50 }, (_, place) => `${"0".repeat(30)}${hex(place)}`);
    const found = hashIndex(alike.join(""));
    assert.deepEqual(
      alike.map((hash) => found.indexOf(hash)),
      [...alike.keys()],
    );
  });

  const table = shared("reference", "space.csv.gz");
  it("finds the networks of the published space", function () {
    if (table === undefined) return this.skip();
    const [header = "", ...lines] = gunzipSync(readFileSync(table))
      .toString()
      .trim()
      .split(/\r?\n/);
    const column = header.split(",").findIndex((name) => name.includes("hash"));
    const published = lines.map((line) => line.split(",")[column] ?? "");
    const found = hashIndex(published.join(""));
    assert.equal(published.length, 91_125);
    assert.ok(published.every((hash, place) => found.indexOf(hash) === place));
  });

  function md5(text: string): string {
    return createHash("md5").update(text).digest("hex");
  }

  function hex(number: number): string {
    return number.toString(16).padStart(2, "0");
  }
});

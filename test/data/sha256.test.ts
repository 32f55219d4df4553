import { equal } from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { sha256 } from "../../data/sha256";

describe("SHA-256", () => {
  it("is what the standard gives as examples", () => {
    const of = (text: string) => sha256(new TextEncoder().encode(text));
    equal(of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    equal(of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("is what the platform says, for every length around a block", () => {
    for (let length = 0; length < 200; length++) {
      const bytes = new Uint8Array(randomBytes(length));
      equal(sha256(bytes), createHash("sha256").update(bytes).digest("hex"));
    }
  });

  it("is the same for a part of a buffer as for a copy of the part", () => {
    const bytes = new Uint8Array(randomBytes(300));
    equal(sha256(bytes.subarray(7, 210)), sha256(bytes.slice(7, 210)));
  });
});

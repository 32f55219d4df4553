import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import {
  addressFrom,
  addressOf,
  pathBetween,
  shownAddress,
} from "../../../server/model/file-address";

/** Letters, and whatever a way of encoding could trip over. */
const segment = fc
  .string({ unit: fc.constantFrom(..."ab.% #?&+()!'*:@ü漢\\"), minLength: 1, maxLength: 6 })
  .filter((name) => !/^\.+$/.test(name));
const path = fc.array(segment, { minLength: 1, maxLength: 5 });
const file = path.map((segments) =>
  addressOf(`file:///${segments.map(encodeURIComponent).join("/")}`),
);

describe("file addresses", () => {
  it("are written in one way, whoever encoded them", () => {
    const editor = "file:///c%3A/my%20nets/blocks%20%281%29.blox";
    equal(addressOf("file:///C:/my nets/blocks%20(1).blox"), editor);
    equal(addressOf(editor), editor);
    equal(addressOf("untitled:Untitled-1"), "untitled:Untitled-1");
  });

  const resolved: Readonly<Record<string, readonly [string, string, string | undefined]>> = {
    "beside the file": ["file:///d/n.blox", "./b.blox", "file:///d/b.blox"],
    "without the point": ["file:///d/n.blox", "b.blox", "file:///d/b.blox"],
    "in the folder above": ["file:///d/e/n.blox", "../b.blox", "file:///d/b.blox"],
    "not above the root": ["file:///n.blox", "../../b.blox", "file:///b.blox"],
    "from the root": ["file:///d/n.blox", "/b.blox", "file:///b.blox"],
    "with characters that mean something in an address": [
      "file:///d/n.blox",
      "./50% #1?.blox",
      "file:///d/50%25%20%231%3F.blox",
    ],
    "on a remote": [
      "vscode-remote://ssh-remote%2Bhost/d/n.blox",
      "./b.blox",
      "vscode-remote://ssh-remote%2Bhost/d/b.blox",
    ],
    "nowhere: another machine": ["file:///d/n.blox", "//evil/b.blox", undefined],
    "no address of the web": [
      "file:///d/n.blox",
      "https://a/b.blox",
      "file:///d/https%3A/a/b.blox",
    ],
    "nowhere: from what was never saved": ["untitled:Untitled-1", "./b.blox", undefined],
    "nowhere: from an older version of a file": ["git:/d/n.blox?HEAD", "./b.blox", undefined],
  };
  for (const [what, [uri, written, expected]] of Object.entries(resolved)) {
    it(`a path leads ${what}`, () => equal(addressFrom(uri, written), expected));
  }

  it("a path between two files leads from one to the other", () => {
    fc.assert(
      fc.property(file, file, (from, to) => {
        fc.pre(!from.startsWith(`${to}/`) && !to.startsWith(`${from}/`));
        const between = pathBetween(from, to);
        equal(between && addressFrom(from, between), to);
      }),
    );
  });

  it("a path means what a URL with it means, where it has letters only", () => {
    const names = fc.constantFrom("a", "b", "..", ".");
    const steps = fc.array(names, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(steps, steps, (folders, steps) => {
        const base = new URL(`file:///${folders.join("/")}/n.blox`).href;
        const written = `${steps.join("/")}/b.blox`;
        equal(addressFrom(base, written), new URL(written, base).href);
      }),
    );
  });

  it("are shown as paths of the machine", () => {
    const shown = ["file:///home/me/a%20b.blox", "file:///c%3A/nets/a.blox"].map(shownAddress);
    deepEqual(shown, ["/home/me/a b.blox", "c:/nets/a.blox"]);
    equal(shownAddress("vscode-vfs://github/me/a%20b.blox"), "vscode-vfs://github/me/a b.blox");
  });
});

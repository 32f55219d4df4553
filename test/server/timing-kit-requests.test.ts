import { deepEqual, equal, match, ok } from "node:assert/strict";
import { architectureAt, indexOf, networkText } from "../../data/architecture";
import { bloxSpace } from "../../data/built-in-spaces";
import { webRuntime } from "../../data/timing/onnxruntime-web-node";
import {
  type Refusal,
  type Request,
  type TimingKit,
  timingKit,
  timingKitNetwork,
} from "../../server/messages";
import { Editor } from "./joined";
import { modelOf } from "./marked-text";

const uri = "file:///kit.blox";
const text = `space tiny {
  input 1 x 8 x 8
  classes 3
  op plain { conv 3x3 }
  op thin { conv 1x1 }
  stages 2 { block of 1..2 ops }
  head { global-avg-pool  linear out classes }
}
space headless extends tiny { head { } }
network "large one" { space tiny  stage 1: plain -> plain  stage 2: thin }
network same { space tiny  stage 2: thin  stage 1: plain -> plain }
network other { space tiny  stage 1: thin  stage 2: thin }
network half { space tiny  stage 1: plain }
network open { space headless  stage 1: plain  stage 2: plain }
network empty { stage 1: conv }
`;

describe("timing kits that the editor asks for", () => {
  let editor: Editor;
  beforeEach(async () => {
    editor = await Editor.start();
    await editor.open(uri, text);
  });
  afterEach(() => editor.close());

  const ask = <Parameters, Answer>({ method }: Request<Parameters, Answer>, given: Parameters) =>
    editor.connection.sendRequest<Answer>(method, given);
  const kitAt = async (network: string) => {
    const kit = await ask(timingKit, { uri, network });
    ok("networks" in kit, JSON.stringify(kit));
    return kit;
  };

  it("hold the complete networks of the space at the cursor, each once", async () => {
    // Also where the network at the cursor itself is not complete.
    for (const network of ["large one", "half"]) {
      const { networks, texts } = await kitAt(network);
      deepEqual(
        networks.map(({ index, file }) => [index, file]),
        ["large one", "other"].map((name) => [
          indexOfNamed(name),
          `tiny-${indexOfNamed(name)}.onnx`,
        ]),
      );
      deepEqual(
        texts.map(({ path }) => path),
        ["networks.csv", "README.txt", "measure.py"],
      );
      const [table] = texts;
      ok(table && "text" in table);
      deepEqual(table.text.split("\n"), [
        "network,file,name",
        ...networks.map(
          ({ index, file }, place) => `${index},${file},${["large one", "other"][place]}`,
        ),
        "",
      ]);
    }
  });

  it("have their ONNX files one by one, which onnxruntime runs", async () => {
    const { space, networks } = await kitAt("other");
    const runtime = webRuntime(import.meta.dirname);
    for (const { index, file: name } of networks) {
      const answer = await ask(timingKitNetwork, { ...space, index });
      ok("file" in answer && "base64" in answer.file);
      equal(answer.file.path, name);
      const session = await runtime.InferenceSession.create(
        Buffer.from(answer.file.base64, "base64"),
        { executionProviders: ["wasm"] },
      );
      const image = new runtime.Tensor("float32", new Float32Array(64).fill(1), [1, 1, 8, 8]);
      const { output } = await session.run({ input: image });
      deepEqual(output?.dims, [1, 3]);
      await session.release();
    }
  });

  it("are not mixed of networks of two definitions of a space", async () => {
    const { space, networks } = await kitAt("other");
    const index = networks[0]?.index ?? 0;
    await editor.type(uri, 3, 12, " bn ");
    const answer = await ask(timingKitNetwork, { ...space, index });
    match(refusalOf(answer), /^The space tiny has changed meanwhile\. Export the timing kit again/);
    const again = await kitAt("other");
    ok("file" in (await ask(timingKitNetwork, { ...again.space, index })));
  });

  it("are refused in plain words", async () => {
    const refused = async (network: string) => refusalOf(await ask(timingKit, { uri, network }));
    match(await refused("gone"), /^There is no network gone in the document any more/);
    match(
      await refused("open"),
      /^Networks of headless cannot be exported: the space `headless` has no head: its networks give 1×8×8/,
    );
    match(
      await refused("empty"),
      /^No network of the space blox is complete here: every stage needs a block/,
    );
    await editor.type(uri, 3, 12, " dance ");
    match(await refused("other"), /^The space of other is not known or has a mistake/);
  });

  it("are refused where they would be too large", async () => {
    const networks = Array.from({ length: 501 }, (_, index) =>
      networkText(bloxSpace, architectureAt(bloxSpace, index), `n${index}`),
    );
    const large = "file:///large.blox";
    await editor.open(large, networks.join("\n"));
    const answer = await ask(timingKit, { uri: large, network: "n0" });
    match(refusalOf(answer), /^501 networks are too many for one timing kit/);
  });
});

function indexOfNamed(name: string): number {
  const { space, architecture } = modelOf(text).networks.find((each) => each.name === name) ?? {};
  ok(space && architecture);
  return indexOf(space, architecture);
}

function refusalOf(answer: TimingKit | Refusal | object): string {
  ok("refusal" in answer, JSON.stringify(answer).slice(0, 200));
  return `${answer.refusal}`;
}

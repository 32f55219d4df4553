import { deepEqual, equal, match, ok } from "node:assert/strict";
import { bloxSpace } from "../../data/built-in-spaces";
import { onnxModel } from "../../data/onnx/model";
import { exporters } from "../../server/exports/exporters";
import { slowExporters } from "../../server/exports/slow-exporters";
import {
  type ExportRequest,
  exportFormats,
  exportNetwork,
  type Refusal,
  type Request,
  type SentFile,
} from "../../server/messages";
import { embeddedBenchmarks } from "./embedded";
import { Editor } from "./joined";
import { modelOf } from "./marked-text";

const uri = "file:///exports.blox";
const text = `space tiny {
  input 1 x 8 x 8
  classes 3
  op plain { conv 3x3 }
  stages 1 { block of 1..2 ops }
  head { global-avg-pool  linear out classes }
}
space headless extends tiny { head { } }
network whole { stage 1: conv  stage 2: conv  stage 3: mbconv }
network half { stage 1: conv }
network own { space tiny  stage 1: plain -> plain }
network open { space headless  stage 1: plain }
`;

describe("exports that the editor asks for", () => {
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
    await editor.open(uri, text);
  });
  after(() => editor.close());

  const ask = <Parameters, Answer>({ method }: Request<Parameters, Answer>, given: Parameters) =>
    editor.connection.sendRequest<Answer>(method, given);
  const exported = (changes: Partial<ExportRequest>) =>
    ask(exportNetwork, { uri, network: "whole", format: "onnx", seed: 1, ...changes });

  it("know the formats", async () => {
    deepEqual(
      (await ask(exportFormats, null)).map(({ name }) => name),
      exporters.map(({ name }) => name),
    );
  });

  it("have the bytes of a network, and of one in a space of the document", async () => {
    const { networks } = modelOf(text);
    for (const name of ["whole", "own"]) {
      const network = networks.find((each) => each.name === name);
      ok(network?.space && network.architecture);
      const [file, ...others] = filesOf(await exported({ network: name, seed: 7 }));
      deepEqual(others, []);
      ok(file && "base64" in file);
      equal(file.path, `${name}.onnx`);
      ok(
        Buffer.from(file.base64, "base64").equals(
          onnxModel(network.space, network.architecture, 7),
        ),
      );
    }
  });

  it("have the text of every other format, with what is known of the network", async () => {
    const benchmark = (await embeddedBenchmarks())(bloxSpace);
    for (const { name, files } of exporters.filter((each) => !slowExporters.includes(each))) {
      const network = modelOf(text).networks[0];
      ok(network?.architecture);
      const expected = files(bloxSpace, network.architecture, {
        name: "whole",
        seed: 1,
        benchmark,
      });
      deepEqual(filesOf(await exported({ format: name })), expected);
    }
    const [json] = filesOf(await exported({ format: "json" }));
    ok(json && "text" in json);
    equal(JSON.parse(json.text).metrics.accuracy.provenance, "estimated");
  });

  it("are refused with what is wrong", async () => {
    match(refusalOf(await exported({ network: "half" })), /half is not complete yet/);
    match(refusalOf(await exported({ network: "gone" })), /no network gone in the document/);
    match(refusalOf(await exported({ format: "onn" })), /no format onn\. There are `onnx`, /);
    for (const format of ["onnx", "pytorch"])
      match(
        refusalOf(await exported({ network: "open", format })),
        /^open cannot be exported: the space `headless` has no head: its networks give 1×8×8/,
      );
  });
});

function filesOf(answer: { readonly files: readonly SentFile[] } | Refusal): readonly SentFile[] {
  ok("files" in answer, "refusal" in answer ? answer.refusal : "");
  return answer.files;
}

function refusalOf(answer: object): string {
  ok("refusal" in answer);
  return `${answer.refusal}`;
}

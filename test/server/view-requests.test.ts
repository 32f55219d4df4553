import { deepEqual, equal, match, ok } from "node:assert/strict";
import {
  builtInSpaceText,
  explanation,
  isDatasetHead,
  type NetworkGraph,
  networkGraph,
  type Refusal,
  type Request,
} from "../../server/messages";
import { Editor } from "./joined";

const uri = "file:///graph.blox";
const explained = "file:///explained.blox";

describe("what the editor's side asks for its views", () => {
  let editor: Editor;
  before(async () => {
    editor = await Editor.start();
    await editor.open(uri, "network n {\n  stage 1: conv\n}\n");
  });
  after(() => editor.close());

  const ask = <Parameters, Answer>({ method }: Request<Parameters, Answer>, given: Parameters) =>
    editor.connection.sendRequest<Answer>(method, given);

  it("has the graph of the version that the document has by then", async () => {
    const address = { uri, network: "n" };
    const first = graphIn(await ask(networkGraph, address));
    equal(first.version, 1);
    deepEqual(first.missing, ["Stage 2 is not written yet.", "Stage 3 is not written yet."]);
    await editor.type(uri, 1, "  stage 1: conv".length, "\n  stage 2: ?");
    const second = graphIn(await ask(networkGraph, address));
    equal(second.version, 2);
    deepEqual(second.missing, ["Stage 3 is not written yet."]);
  });

  it("explains the numbers that a network has by then", async () => {
    const address = { uri: explained, network: "n" };
    await editor.open(explained, "network n {\n  stage 1: conv\n  stage 2: conv\n}\n");
    match(JSON.stringify(await ask(explanation, address)), /refusal.*n is not complete yet/);
    await editor.type(explained, 2, "  stage 2: conv".length, "\n  stage 3: mbconv");
    const answer = await ask(explanation, address);
    ok("markdown" in answer);
    match(answer.markdown, /^# How the numbers of n came about\n/);
    match(answer.markdown, /### Stage 3, out = mbconv/);
  });

  it("has the text of a built-in space, and none of another", async () => {
    match((await ask(builtInSpaceText, { name: "blox" })) ?? "", /space blox \{/);
    equal(await ask(builtInSpaceText, { name: "no-such-space" }), null);
  });

  it("knows the head of a dataset file from a network's", async () => {
    ok(await ask(isDatasetHead, { head: "---\nversion: 1\ndataset_type: training\n---\nx\x9c" }));
    equal(await ask(isDatasetHead, { head: "network n {\n" }), false);
  });
});

function graphIn(answer: NetworkGraph | Refusal): NetworkGraph {
  ok(!("refusal" in answer));
  return answer;
}

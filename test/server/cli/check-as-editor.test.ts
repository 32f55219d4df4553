import { deepEqual } from "node:assert/strict";
import { pathToFileURL } from "node:url";
import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver/node";
import { Editor } from "../joined";
import { blox, fileWith } from "./run-blox";

/** Broken in many ways, over several lines, some with characters of two code units and line ends of two. */
const files: Readonly<Record<string, string>> = {
  "slips.blox": `network n {
  stage 1: cnv // an operation
  stage 2 { a = conv(im)
    b = conv(in)
    out = a }
  stage 4: st9(conv)
  require params <= 1 ms
}`,
  "syntax.blox": "network n {\r\n  stage 1: conv ->\r\n  stage 2 conv\r\n",
  "quoted.blox": 'network "😀" {\n  stage 1: "😀" -> cnv\n  stage 2: conv\n  stage 3: conv\n}\n',
  "requirements.blox": `network n {
  stage 1: conv
  stage 2: conv
  stage 3: bconv
  require params <= 1 M
  require accuracy >= 73.5 %
  require latency("my phone") <= 3 ms
}
`,
  "blocks.blox": "block twin(a, b) {\n  out = a(in)\n}\nblock twin(a) { out = twin(a)(in) }\n",
  "dataset.blox": "---\nversion: 1\ndataset_type: training\n---\nx",
  "good.blox": "network n {\n  stage 1: conv\n  stage 2: ?\n  stage 3: conv\n}\n",
};

const severities = {
  [DiagnosticSeverity.Error]: "error",
  [DiagnosticSeverity.Warning]: "warning",
  [DiagnosticSeverity.Information]: "information",
  [DiagnosticSeverity.Hint]: "hint",
};

interface Found {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: string;
  readonly code: string;
  readonly message: string;
}

describe("blox check reports what an editor shows", () => {
  const paths = Object.entries(files).map(([name, text]) => fileWith(name, text));
  let found: Found[];

  before(async () => {
    // Asks, and waits for the numbers: everything comes at once.
    const capabilities = { textDocument: { diagnostic: {} } };
    const editor = await Editor.start(undefined, { capabilities });
    const texts = Object.values(files);
    const shown = await Promise.all(paths.map((path, i) => shownIn(editor, path, texts[i] ?? "")));
    await editor.close();
    const silent = Object.keys(files).filter((_, i) => shown[i]?.length === 0);
    deepEqual(silent, ["good.blox"]);
    found = shown.flat();
  });

  it("as text", async () => {
    const { stdout } = await blox(["check", ...paths]);
    deepEqual(
      stdout.trimEnd().split("\n"),
      found.map(
        ({ file, line, column, severity, message, code }) =>
          `${file}:${line}:${column}: ${severity}: ${message} (${code})`,
      ),
    );
  });

  it("as JSON", async () => {
    const { stdout } = await blox(["check", "--json", ...paths]);
    deepEqual(
      JSON.parse(stdout),
      found.map(({ endLine, endColumn, ...rest }) => ({
        ...rest,
        end_line: endLine,
        end_column: endColumn,
      })),
    );
  });

  it("as SARIF", async () => {
    const { stdout } = await blox(["check", "--sarif", ...paths]);
    const [{ results }] = JSON.parse(stdout).runs;
    deepEqual(
      results.map(({ ruleId, level, message, locations }: SarifResult) => {
        const { artifactLocation, region } = locations[0].physicalLocation;
        return { file: artifactLocation.uri, code: ruleId, level, message: message.text, region };
      }),
      found.map(({ file, code, severity, message, line, column, endLine, endColumn }) => ({
        file: encodeURI(file),
        code,
        level: severity === "error" || severity === "warning" ? severity : "note",
        message,
        region: { startLine: line, startColumn: column, endLine, endColumn },
      })),
    );
  });
});

async function shownIn(editor: Editor, path: string, text: string): Promise<Found[]> {
  const uri = pathToFileURL(path).href;
  const textDocument = { uri, languageId: "blox", version: 1, text };
  await editor.connection.sendNotification("textDocument/didOpen", { textDocument });
  const { items } = await editor.connection.sendRequest<{ items: Diagnostic[] }>(
    "textDocument/diagnostic",
    { textDocument: { uri } },
  );
  return items.map(({ range: { start, end }, severity = 1, code, message }) => ({
    file: path,
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    severity: severities[severity],
    code: `${code}`,
    message: `${message}`,
  }));
}

interface SarifResult {
  readonly ruleId: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [
    {
      readonly physicalLocation: {
        readonly artifactLocation: { readonly uri: string };
        readonly region: object;
      };
    },
  ];
}

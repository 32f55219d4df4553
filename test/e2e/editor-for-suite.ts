import { Editor, type EditorOptions } from "./editor";
import { saveFailure } from "./save-failure";

/**
 * Gives a mocha suite one editor: opened before its first test, closed after its last. When a test
 * fails, what was on screen and in the logs is saved to `test/e2e/failures/`, and the tests after
 * it are skipped: each is a step that starts where the one before it ended.
 */
export function editorForSuite(options: EditorOptions): () => Editor {
  let editor: Editor | undefined;
  let failed = false;

  before(async () => {
    editor = await Editor.open(options);
  });
  beforeEach(function () {
    if (failed) this.skip();
  });
  afterEach(async function () {
    const test = this.currentTest;
    if (editor === undefined || test?.state !== "failed") return;
    failed = true;
    await saveFailure(editor, test.fullTitle());
  });
  after(() => editor?.close());

  return () => {
    if (editor === undefined) throw new Error("The editor is open only while tests run.");
    return editor;
  };
}

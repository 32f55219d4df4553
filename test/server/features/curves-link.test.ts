import { deepEqual, equal, match } from "node:assert/strict";
import { curvesLink } from "../../../server/features/curves-link";

describe("the link to training curves", () => {
  const request = {
    space: "my space (2)",
    uri: "file:///c%3A/my%20nets/a%2Bb%20(1).blox",
    networks: [{ name: "100% lean [x] *y*", index: 91_124 }],
  };

  it("is one markdown link to the command, whatever the names are", () => {
    match(curvesLink(request), /^\[Training curves\]\(command:blox\.plotCurves\?[^()[\]\s]+\)$/);
  });

  it("gives the command its argument, whether an editor decodes it once or twice", () => {
    const encoded = /\?(.*)\)$/.exec(curvesLink(request))?.[1] ?? "";
    const once = decodeURIComponent(encoded);
    deepEqual(JSON.parse(once), [request]);
    equal(decodeURIComponent(once), once);
  });
});

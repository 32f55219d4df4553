import { costOfLayers, ShapeError, shapeText, stageShapes } from "./costs";
import { ExportProblem } from "./export-problem";
import type { Shape, Space } from "./space";

/**
 * Throws an `ExportProblem` unless the networks of a space can be run: their sizes fit, and for an image
 * they give one value for each class.
 */
export function expectClassifier(space: Space): void {
  const { name, classes, head } = space;
  const { channels, height, width } = outputShape(space);
  if (channels === classes && height === 1 && width === 1) return;
  const gives = shapeText({ channels, height, width });
  const what =
    head.length === 0
      ? `the space \`${name}\` has no head: its networks give ${gives}`
      : `the head of the space \`${name}\` gives ${gives}`;
  throw new ExportProblem(
    `${what}, not one value for each of its ${classes} classes. A head such as \`head { global-avg-pool  linear out classes }\` does.`,
  );
}

function outputShape(space: Space): Shape {
  try {
    const entering = stageShapes(space).at(-1)?.output ?? space.input;
    return costOfLayers(space.head, entering, space).output;
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new ExportProblem(
      `the sizes of the space \`${space.name}\` do not fit together: ${error.message}`,
    );
  }
}

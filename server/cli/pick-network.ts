import type { Architecture } from "../../data/architecture";
import type { Space } from "../../data/space";
import type { Model } from "../model/model";
import type { NetworkModel } from "../model/network-model";
import { similarNames } from "../model/spelling";
import { Failure } from "./failure";

/** The networks of a file that a command is about: the named one, or all. */
export function pickNetworks(path: string, model: Model, name: string | undefined): NetworkModel[] {
  if (name !== undefined) return [pickNetwork(path, model, name)];
  pickNetwork(path, model, undefined);
  return [...model.networks];
}

/** The named network of a file, or its first. */
export function pickNetwork(path: string, model: Model, name: string | undefined): NetworkModel {
  const [first] = model.networks;
  if (!first) throw new Failure(`${path}: has no network${errorHint(model)}`);
  if (name === undefined) return first;
  const found = model.networks.find((network) => network.name === name);
  if (found) return found;
  const names = model.networks.map((network) => network.name);
  const [similar] = similarNames(name, names);
  const question = similar === undefined ? "." : `; did you mean ${similar}?`;
  throw new Failure(`${path}: has no network ${name}${question} It has ${names.join(", ")}.`);
}

export interface CompleteNetwork {
  readonly name: string;
  readonly space: Space;
  readonly architecture: Architecture;
}

/** Fails where a stage is missing or has no block yet. */
export function complete(path: string, network: NetworkModel): CompleteNetwork {
  const { name, architecture } = network;
  const space = spaceOf(path, network);
  if (!architecture) {
    throw new Failure(
      `${path}: network ${name} is not complete: every stage needs a block of the space (blox check ${path} says what is wrong)`,
    );
  }
  return { name, space, architecture };
}

export function spaceOf(path: string, { name, space }: NetworkModel): Space {
  if (space) return space;
  throw new Failure(
    `${path}: network ${name} is in a space that does not exist or has mistakes (blox check ${path} says what is wrong)`,
  );
}

function errorHint({ problems }: Model): string {
  const [first] = problems;
  return first ? `: ${first.message}` : "";
}

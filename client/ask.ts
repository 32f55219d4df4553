import type { CancellationToken } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { Refusal, Request } from "../server/messages";

/** Sends the server one of the product's own requests. */
export function ask<Parameters, Answer>(
  client: BaseLanguageClient,
  request: Request<Parameters, Answer>,
  parameters: Parameters,
  token?: CancellationToken,
): Promise<Answer> {
  // A token that is undefined would be sent as a second parameter.
  return token
    ? client.sendRequest<Answer>(request.method, parameters, token)
    : client.sendRequest<Answer>(request.method, parameters);
}

export function isRefusal(answer: object): answer is Refusal {
  return "refusal" in answer;
}

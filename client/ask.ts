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
  return client.sendRequest<Answer>(request.method, parameters, token);
}

export function isRefusal(answer: object): answer is Refusal {
  return "refusal" in answer;
}

import { build, open, seal } from "../server/messages";

/** The editor's side of a view: messages both ways, and what is kept over hiding and reloading. */
export interface Host<From, State> {
  post(message: From): void;
  /** What this build saved last; undefined for a new view and for what another build saved. */
  saved(): State | undefined;
  save(state: Omit<State, "build">): void;
}

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/**
 * Connects a view to the editor, once a page. Messages of other kinds, and those of another build,
 * end at this door.
 */
export function connect<
  To extends { readonly type: string },
  From,
  State extends { readonly build: string },
>(types: readonly To["type"][], receive: (message: To) => void): Host<From, State> {
  const api = acquireVsCodeApi();
  window.addEventListener("message", (event: MessageEvent<unknown>) => {
    const message = open<To>(event.data, types);
    if (message) receive(message);
  });
  return {
    post: (message) => api.postMessage(seal(message)),
    saved() {
      const state = api.getState();
      const ours =
        typeof state === "object" && state !== null && "build" in state && state.build === build;
      return ours ? (state as unknown as State) : undefined;
    },
    save: (state) => api.setState({ ...state, build }),
  };
}

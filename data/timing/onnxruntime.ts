import type { Shape } from "../space";
import type { RuntimeName, TimingRuntime } from "./timing-runtime";

/** The version of both packages, onnxruntime-node and onnxruntime-web, that latencies are of. */
export const onnxRuntimeVersion = "1.30.0";

/** What is used of the packages onnxruntime-node and onnxruntime-web. */
export interface OnnxRuntime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: SessionOptions): Promise<OnnxSession>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => OnnxTensor;
}

export interface SessionOptions {
  readonly executionProviders: readonly ("cpu" | "wasm")[];
  readonly intraOpNumThreads?: number;
  readonly interOpNumThreads?: number;
  readonly executionMode?: "sequential";
  readonly extra?: { readonly session: { readonly force_spinning_stop: "1" } };
}

export interface OnnxSession {
  run(feeds: Readonly<Record<string, OnnxTensor>>): Promise<Readonly<Record<string, OnnxTensor>>>;
  release(): Promise<void>;
}

export interface OnnxTensor {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** How the runtimes differ. */
interface Kind {
  readonly version: string;
  readonly mostSessions: number;
  readonly firstRuns: number;
  mostInterrupted(threads: number): number;
  sessionOptions(threads: number): SessionOptions;
}

const kinds: Readonly<Record<RuntimeName, Kind>> = {
  "ort-cpu": {
    version: `onnxruntime-node ${onnxRuntimeVersion} (CPU)`,
    mostSessions: 250,
    firstRuns: 5,
    // Several threads wait for each other, and one of them is always interrupted for a moment.
    mostInterrupted: (threads) => (threads > 1 ? 0.02 : 0),
    sessionOptions: (threads) => ({
      executionProviders: ["cpu"],
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      // Else the threads of the network that ran before keep a core busy while this one is timed.
      extra: { session: { force_spinning_stop: "1" } },
    }),
  },
  "ort-wasm": {
    version: `onnxruntime-web ${onnxRuntimeVersion} (WebAssembly)`,
    mostSessions: 100,
    // The engine compiles what runs often once more, and better, while it runs.
    firstRuns: 100,
    mostInterrupted: () => 0.01,
    sessionOptions: () => ({ executionProviders: ["wasm"] }),
  },
};

/** The runtime with its version, for people: `onnxruntime-node 1.30.0 (CPU)`. */
export function runtimeVersion(name: RuntimeName): string {
  return kinds[name].version;
}

/** Networks are timed with this package, which somebody has loaded. */
export function onnxTimingRuntime(
  name: RuntimeName,
  { InferenceSession, Tensor }: OnnxRuntime,
): TimingRuntime {
  const { sessionOptions, ...kind } = kinds[name];
  return {
    name,
    ...kind,
    async open(model, input, threads) {
      const session = await InferenceSession.create(model, sessionOptions(threads));
      const image = new Tensor("float32", ...imageOf(input));
      return { run: () => session.run({ input: image }), release: () => session.release() };
    },
  };
}

/** Any image does: what it shows does not change the time. */
function imageOf({ channels, height, width }: Shape): [Float32Array, number[]] {
  const values = Float32Array.from({ length: channels * height * width }, (_, i) => Math.sin(i));
  return [values, [1, channels, height, width]];
}

import type { CancellationToken } from "vscode-languageserver";
import { indexOf } from "../data/architecture";
import { formatNumber } from "../data/format";
import { messageOf } from "../data/library/library";
import { spreadText } from "../data/measured-source";
import { latency } from "../data/metrics";
import type { BenchmarkService } from "./benchmark-service";
import type { MeasureService } from "./measure-service";
import type { MeasuredNetwork, NetworkAddress, Refusal } from "./messages";
import type { Model } from "./model/model";
import type { UserBenchmarks } from "./user-benchmarks";

/** What measuring from the editor works with. */
export interface Measuring {
  readonly user: UserBenchmarks;
  readonly service: BenchmarkService;
  readonly measuring: MeasureService;
}

/** Times a network of a document and puts the result into the user's benchmarks. */
export async function measureNetwork(
  model: Model | undefined,
  address: NetworkAddress,
  { user, service, measuring }: Measuring,
  token: CancellationToken,
  onProgress: (done: number, step: string) => void,
): Promise<MeasuredNetwork | Refusal> {
  const network = model?.networks.find(({ name }) => name === address.network);
  if (!network?.space) return { refusal: `There is no network ${address.network} any more.` };
  const { space, architecture } = network;
  if (!architecture) {
    return {
      refusal: `${address.network} is not complete: every stage needs a block before it can be measured.`,
    };
  }
  const folder = user.folderOrRefusal();
  if (typeof folder !== "string") return folder;
  try {
    const networks = [indexOf(space, architecture)];
    const found = await measuring.measure(space, networks, token, onProgress);
    const { device, latencies } = found;
    const name = await service.store(folder, space, device, latencies);
    await user.reload();
    // Whoever has left all imports out wants to see this nevertheless.
    const isLeftOut = user.leavesImportsOut(space);
    if (isLeftOut) await user.use(space.name, name);
    const metric = latency(device.name);
    const text = latencies.map(({ medianMs, p10Ms, p90Ms }) => {
      const spread = spreadText(metric, { p10: p10Ms, p90: p90Ms });
      return `${address.network}: ${formatNumber(metric, medianMs)} on ${device.name} (${spread}).`;
    });
    return { text: text.join(" "), ...(isLeftOut && { inUse: name }) };
  } catch (error) {
    return { refusal: messageOf(error) };
  }
}

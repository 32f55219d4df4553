import { ExportProblem } from "../data/export-problem";
import type { BenchmarkService } from "./benchmark-service";
import type { Benchmarks } from "./benchmarks";
import { exporters, findExporter } from "./exports/exporters";
import { sentFiles } from "./exports/sent-files";
import { slowExporters } from "./exports/slow-exporters";
import type { ExportFormat, ExportRequest, Refusal, SentFile } from "./messages";
import type { Model } from "./model/model";
import { listed } from "./model/spelling";

export function exportFormats(): readonly ExportFormat[] {
  return exporters.map(({ name, title, description }) => ({ name, title, description }));
}

/** The files of a network of a document in a format. What takes long is left to the worker. */
export async function exportNetwork(
  model: Model | undefined,
  { network: name, format, seed }: ExportRequest,
  service: BenchmarkService,
  benchmarks: Benchmarks,
): Promise<{ readonly files: readonly SentFile[] } | Refusal> {
  const exporter = findExporter(format);
  if (!exporter) return { refusal: unknownFormat(format) };
  const network = model?.networks.find((each) => each.name === name);
  if (!network) {
    return {
      refusal: `There is no network ${name} in the document any more. Place the cursor in a network and run “Blox: Export…”.`,
    };
  }
  const { space, architecture } = network;
  if (!space) {
    return {
      refusal: `The space of ${name} is not known or has a mistake, so there is nothing to export: see the Problems panel.`,
    };
  }
  if (!architecture) {
    return {
      refusal: `${name} is not complete yet: every stage needs a block before there is a network to export.`,
    };
  }
  const about = { name, seed };
  try {
    const files = slowExporters.includes(exporter)
      ? await service.export(format, space, architecture, about)
      : sentFiles(exporter, space, architecture, { ...about, benchmark: benchmarks(space) });
    return { files };
  } catch (error) {
    if (error instanceof ExportProblem)
      return { refusal: `${name} cannot be exported: ${error.message}` };
    throw error;
  }
}

function unknownFormat(format: string): string {
  return `There is no format ${format}. There are ${listed(exporters.map(({ name }) => name))}.`;
}

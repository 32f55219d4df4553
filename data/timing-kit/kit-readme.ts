import type { Space } from "../space";
import { importCommand } from "./import-command";

/** What is in the folder of a kit and how to use it, as plain text: it is read on devices far from Blox. */
export function kitReadme(space: Space, networkCount: number): string {
  const networks = networkCount === 1 ? "a network" : `${networkCount} networks`;
  return `Timing kit of Blox: ${networks} of the search space ${space.name}

  measure.py     times the networks on the device where it runs
  networks.csv   the networks: index in the space, ONNX file, name
  *.onnx         the networks, with initial weights; latency does not depend on them

1. Copy this folder to the device. It needs Python 3.8 or newer with onnxruntime, which
   brings NumPy:

     python3 -m pip install onnxruntime

2. In the folder, with nothing else running:

     python3 measure.py --device "my board"

   It times the networks on one thread; --threads, --visits, --seconds and --out change
   what python3 measure.py --help says. Stopped with Ctrl-C, it writes nothing.

3. Copy latencies.csv back. "Blox: Import Benchmark..." in the editor takes it, or

     ${importCommand(space)} latencies.csv

   From then on latency("my board") is there in hovers and searches, as measured.

Rows may be taken out of networks.csv to time fewer networks. Several devices may be in
one table, each under its own name; another number of threads is another device.
`;
}

import type { Space } from "../space";
import { importCommand } from "../timing-kit/import-command";

/** What is in the folder of a kit and how to use it, as plain text: it is read on machines far from Blox. */
export function trainingReadme(space: Space, networkCount: number): string {
  const networks = networkCount === 1 ? "a network" : `${networkCount} networks`;
  return `Training kit of Blox: ${networks} of the search space ${space.name}

  train.py       trains the networks and writes what they reach to a table
  networks.csv   the networks: index in the space, module, class
  network_*.py   the networks, one a module

1. Copy this folder to where they are to be trained. It needs Python 3.8 or newer with
   torch. The data are an .npz, or CIFAR, as load_data in train.py says.

2. Try a recipe on a few networks first: rows may be taken out of networks.csv. Then

     python3 train.py --data DATA.npz --seeds 0 1 2 --processes 2

   trains every network from each of the seeds. python3 train.py --help says what else
   may be chosen. Stopped with Ctrl-C, or by anything else, it goes on where it was when
   the same command is run again.

3. Copy trainings.csv back. "Blox: Import Benchmark..." in the editor takes it, or

     ${importCommand(space)} trainings.csv

   From then on hovers and searches show what was measured. A table that is not complete
   yet may be imported as well, and later again.
`;
}

import { TextDocument } from "vscode-languageserver-textdocument";
import { addressOf } from "./model/file-address";
import { type FileSource, type FoundFile, importedAddresses, isFile } from "./model/imported-files";
import { type ParsedFile, parsedFile } from "./model/parsed-file";
import type { WorkspaceFiles } from "./workspace-files";

/**
 * The files that documents import, read when one is needed for the first time and then kept. An open
 * document always stands for the file at its address.
 */
export class FileStore implements FileSource {
  private readonly read = new Map<string, KnownFile>();
  private readonly reading = new Map<string, Promise<unknown>>();
  /** Counts the refreshes. */
  private round = 0;
  private listed: Promise<readonly string[]> | undefined;
  private closed: Promise<readonly ParsedFile[]> | undefined;

  constructor(
    private readonly files: WorkspaceFiles,
    /** The document that is open at an address. */
    private readonly openAt: (address: string) => TextDocument | undefined = () => undefined,
  ) {}

  at(address: string): FoundFile {
    const open = this.openAt(address);
    return open ? parsedFile(open) : this.read.get(address);
  }

  /** Reads what is not known yet at these addresses, and whatever is imported there. */
  async load(addresses: Iterable<string>): Promise<void> {
    const seen = new Set(addresses);
    for (let level = [...seen]; level.length > 0; ) {
      await inBatches(
        level.filter((address) => this.at(address) === undefined),
        (address) => this.readOnce(address),
      );
      const below = new Set<string>();
      for (const address of level) {
        const found = this.at(address);
        for (const next of isFile(found) ? importedAddresses(found) : [])
          if (!seen.has(next)) below.add(next);
      }
      for (const address of below) seen.add(address);
      level = [...below];
    }
  }

  /**
   * Reads again what was read before: what is not among `addresses` is forgotten, and what has not
   * changed stays the same object. Gives whether anything is another now.
   */
  async refresh(addresses: ReadonlySet<string>): Promise<boolean> {
    this.round++;
    this.forgetLists();
    for (const address of this.read.keys()) {
      if (!addresses.has(address) || this.openAt(address)) this.read.delete(address);
    }
    const changes = await inBatches([...this.read.keys()], (address) => this.readAgain(address));
    return changes.includes(true);
  }

  /** Every `.blox` file of the workspace that is not open. Empty where files cannot be listed. */
  closedFiles(): Promise<readonly ParsedFile[]> {
    this.closed ??= this.readAll();
    return this.closed;
  }

  /** As they are on the disk at this moment. */
  closedFilesNow(): Promise<readonly ParsedFile[]> {
    this.forgetLists();
    return this.closedFiles();
  }

  /** The addresses of the workspace's `.blox` files. Empty where files cannot be listed. */
  addresses(): Promise<readonly string[]> {
    this.listed ??= this.files.list().then(
      (uris) => [...new Set(uris.map(addressOf))].sort(),
      () => [],
    );
    return this.listed;
  }

  private forgetLists(): void {
    this.closed = undefined;
    this.listed = undefined;
  }

  private async readAll(): Promise<readonly ParsedFile[]> {
    const closed = (await this.addresses()).filter((address) => !this.openAt(address));
    await inBatches(closed, (address) => this.readAgain(address));
    return closed.flatMap((address) => {
      const found = this.read.get(address);
      return isFile(found) ? [found] : [];
    });
  }

  /** Several who wait for one file wait together. */
  private async readOnce(address: string): Promise<void> {
    const reading = this.reading.get(address) ?? this.readAgain(address);
    this.reading.set(address, reading);
    await reading;
    this.reading.delete(address);
  }

  /** Gives whether what is there is another than before. */
  private async readAgain(address: string): Promise<boolean> {
    let round: number;
    let found: KnownFile;
    do {
      round = this.round;
      found = await this.present(address);
      // What was read while something happened may be what was there before.
    } while (round !== this.round);
    if (isSame(this.read.get(address), found)) return false;
    this.read.set(address, found);
    return true;
  }

  private async present(address: string): Promise<KnownFile> {
    try {
      const text = await this.files.read(address);
      if (text === undefined) return { existing: await this.addresses() };
      return parsedFile(TextDocument.create(address, "blox", 0, text));
    } catch {
      return "unreadable";
    }
  }
}

type KnownFile = Exclude<FoundFile, undefined>;

function isSame(before: FoundFile, now: KnownFile): boolean {
  if (isFile(before) || isFile(now))
    return isFile(before) && isFile(now) && before.text === now.text;
  return JSON.stringify(before) === JSON.stringify(now);
}

/** Not all at once: there are only so many files that a system keeps open. */
async function inBatches<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (let start = 0; start < items.length; start += batchLength) {
    results.push(...(await Promise.all(items.slice(start, start + batchLength).map(run))));
  }
  return results;
}

const batchLength = 50;

import type { NetworkTable } from "../library/measurements";

/** A table that is written value by value, in any order. */
export class TableBuilder<Column extends string> {
  private readonly columns = new Map<Column, Map<number, number>>();

  /** The value that a column has of a network already, which is kept then. */
  add(column: Column, network: number, value: number): number | undefined {
    const values = this.columns.get(column) ?? new Map<number, number>();
    this.columns.set(column, values);
    const known = values.get(network);
    if (known === undefined) values.set(network, value);
    return known;
  }

  table(): NetworkTable<Column> {
    const all = new Set([...this.columns.values()].flatMap((values) => [...values.keys()]));
    const networks = Float64Array.from(all).sort();
    const columns: Partial<Record<Column, Float64Array>> = {};
    for (const [column, values] of this.columns)
      columns[column] = networks.map((network) => values.get(network) ?? Number.NaN);
    return { networks, columns };
  }
}

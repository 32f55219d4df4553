/** Counted up with every change to the tables below that a reader must know of. */
export const schemaVersion = 2;

/**
 * The tables of the embedded benchmark, for those who query it too: SQLite keeps the comments, so that
 * `.schema` shows them. A module rather than a file of SQL, so that every bundle has it.
 */
export const schema = `
CREATE TABLE meta (            -- what this file is: schema_version, space, networks, made_by, checksum
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE metric (          -- what is known of the networks, and how well
  name       TEXT PRIMARY KEY, -- as in the language: accuracy, params, flops
  title      TEXT NOT NULL,
  unit       TEXT NOT NULL,
  better     TEXT NOT NULL CHECK (better IN ('higher', 'lower')),
  provenance TEXT NOT NULL CHECK (provenance IN ('measured', 'exact', 'composed', 'estimated')),
  source     TEXT NOT NULL,    -- where the values come from, in a few words
  note       TEXT NOT NULL     -- what to know before relying on them
) WITHOUT ROWID;

CREATE TABLE block (           -- what a stage may hold
  id         INTEGER PRIMARY KEY,
  topology   TEXT NOT NULL,    -- ST1 to ST6
  expression TEXT NOT NULL     -- in the language: st3(conv, mbconv)
);

CREATE TABLE network (
  id     INTEGER PRIMARY KEY,  -- block of stage 1 + 45 * block of stage 2 + 2025 * block of stage 3
  hash   BLOB NOT NULL,        -- the model hash of the published files, 16 bytes: lower(hex(hash))
  params INTEGER NOT NULL,
  flops  INTEGER NOT NULL
);

CREATE TABLE accuracy_estimate ( -- a model's guess, no measurement: see its note in metric
  network        INTEGER PRIMARY KEY REFERENCES network (id),
  percent        REAL NOT NULL,  -- top-1 accuracy on CIFAR-100
  standard_error REAL NOT NULL   -- in percent, of one network's value
);

CREATE TABLE device (          -- what latencies were timed on
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE, -- as in the language: latency("name")
  source    TEXT NOT NULL,     -- processor, runtime, threads, precision, batch, in a few words
  timed_on  TEXT NOT NULL,     -- the day on which the timing began
  protocol  TEXT NOT NULL,
  networks_timed              INTEGER NOT NULL, -- whole; the others are composed by a model of them
  measured_standard_error     REAL NOT NULL, -- in percent, of one network's value
  composed_standard_error     REAL NOT NULL, -- in percent, of one network that was held out
  composed_mean_error         REAL NOT NULL, -- mean absolute percentage error on networks held out
  composed_kendall_tau        REAL NOT NULL, -- rank correlation on networks held out
  noise_mean_error            REAL NOT NULL, -- the same between two sets of measurements of the same networks:
  noise_kendall_tau           REAL NOT NULL  -- no model can do better
);

CREATE TABLE timing (          -- what latency is a view of: whole microseconds take half the room
  device       INTEGER NOT NULL REFERENCES device (id),
  network      INTEGER NOT NULL REFERENCES network (id),
  microseconds INTEGER NOT NULL, -- for one image
  is_measured  INTEGER NOT NULL CHECK (is_measured IN (0, 1)),
  PRIMARY KEY (device, network)
) WITHOUT ROWID;

-- In milliseconds for one image; provenance is measured or composed:
CREATE VIEW latency AS
SELECT device, network, microseconds / 1000.0 AS ms,
       CASE is_measured WHEN 1 THEN 'measured' ELSE 'composed' END AS provenance
FROM timing;

-- All of a network in one row, its blocks written out:
--   SELECT * FROM network_summary WHERE params < 3e6 ORDER BY accuracy_estimate_percent DESC LIMIT 10;
CREATE VIEW network_summary AS
SELECT network.id,
       stage1.expression AS stage_1, stage2.expression AS stage_2, stage3.expression AS stage_3,
       network.params, network.flops,
       accuracy_estimate.percent AS accuracy_estimate_percent,
       accuracy_estimate.standard_error AS accuracy_standard_error,
       lower(hex(network.hash)) AS hash
FROM network
JOIN block AS stage1 ON stage1.id = network.id % 45
JOIN block AS stage2 ON stage2.id = network.id / 45 % 45
JOIN block AS stage3 ON stage3.id = network.id / 2025
LEFT JOIN accuracy_estimate ON accuracy_estimate.network = network.id;
`;

-- The logs (protocol.md section 4). Primary keys only and no NOT NULL elsewhere: that keeps Dolt's fast merge path, and every
-- further index would be a tree of its own that each commit keeps for ever.
CREATE TABLE events (
  origin varchar(43) CHARACTER SET ascii COLLATE ascii_bin,
  seq bigint,
  logged_at bigint,
  jws varchar(16000) CHARACTER SET ascii COLLATE ascii_bin,
  PRIMARY KEY (origin, seq)
);

CREATE TABLE logs (
  origin varchar(43) CHARACTER SET ascii COLLATE ascii_bin,
  seq bigint,
  root char(64) CHARACTER SET ascii COLLATE ascii_bin,
  checkpoint varchar(16000) CHARACTER SET ascii COLLATE ascii_bin,
  PRIMARY KEY (origin)
);

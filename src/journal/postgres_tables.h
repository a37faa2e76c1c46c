// SPDX-License-Identifier: Apache-2.0
// Every SQL statement of the journal on PostgreSQL. All tables are keyed by cell first, so that
// many cells share a database and a distributed one can place them.
#pragma once

namespace tanshu::journal::sql {

// The head row changes with every block: room in its page lets PostgreSQL do that in place.
inline constexpr const char* make_head =
    "CREATE TABLE IF NOT EXISTS tanshu_head("
    " cell text PRIMARY KEY, epoch bigint NOT NULL, next_position bigint NOT NULL,"
    " chain bytea NOT NULL, writer text NOT NULL, address text NOT NULL,"
    " lease_until timestamptz NOT NULL) WITH (fillfactor = 10)";

inline constexpr const char* make_blocks =
    "CREATE TABLE IF NOT EXISTS tanshu_blocks("
    " cell text NOT NULL, position bigint NOT NULL, epoch bigint NOT NULL,"
    " header bytea NOT NULL, body bytea NOT NULL, PRIMARY KEY(cell, position))";

// Compressing bodies would cost the commit more time than their pages do.
inline constexpr const char* store_plainly =
    "ALTER TABLE tanshu_blocks ALTER COLUMN body SET STORAGE EXTERNAL";

inline constexpr const char* make_followers =
    "CREATE TABLE IF NOT EXISTS tanshu_followers("
    " cell text NOT NULL, follower text NOT NULL, address text NOT NULL,"
    " position bigint NOT NULL, seen_at timestamptz NOT NULL, PRIMARY KEY(cell, follower))";

inline constexpr const char* tables =
    "SELECT count(*) FROM information_schema.tables"
    " WHERE table_name IN ('tanshu_head', 'tanshu_blocks', 'tanshu_followers')"
    " AND table_schema = ANY (current_schemas(false))";

inline constexpr const char* make_cell =
    "INSERT INTO tanshu_head(cell, epoch, next_position, chain, writer, address, lease_until)"
    " VALUES($1, 0, 0, '', '', '', '-infinity') ON CONFLICT (cell) DO NOTHING";

// $1 cell, $2 writer, $3 address, $4 lease in ms. Its commit waits for the standbys like any other,
// and everything that was committed before it lies before it in the log they hold.
inline constexpr const char* take_over =
    "UPDATE tanshu_head SET epoch = epoch + 1, writer = $2, address = $3,"
    " lease_until = clock_timestamp() + $4 * interval '1 ms'"
    " WHERE cell = $1 AND (lease_until < clock_timestamp() OR writer = $2)"
    " RETURNING epoch, next_position, chain";

// $1 cell, $2 writer, $3 lease in ms. Raising the epoch fences what an earlier session of ours may
// still have under way; the row lock waits for what it has begun.
inline constexpr const char* fence =
    "UPDATE tanshu_head SET epoch = epoch + 1,"
    " lease_until = clock_timestamp() + $3 * interval '1 ms'"
    " WHERE cell = $1 AND writer = $2 RETURNING epoch, next_position, chain";

// $1 cell, $2 epoch, $3 position, $4 chain before, $5 chain after, $6 lease in ms, $7 header,
// $8 body. No row where the compare fails.
inline constexpr const char* append =
    "WITH moved AS (UPDATE tanshu_head SET next_position = $3 + 1, chain = $5,"
    " lease_until = clock_timestamp() + $6 * interval '1 ms'"
    " WHERE cell = $1 AND epoch = $2 AND next_position = $3 AND chain = $4 RETURNING cell)"
    " INSERT INTO tanshu_blocks(cell, position, epoch, header, body)"
    " SELECT cell, $3, $2, $7, $8 FROM moved";

// $1 cell, $2 writer, $3 lease in ms.
inline constexpr const char* renew =
    "UPDATE tanshu_head SET lease_until = clock_timestamp() + $3 * interval '1 ms'"
    " WHERE cell = $1 AND writer = $2";

// $1 cell, $2 writer.
inline constexpr const char* release =
    "UPDATE tanshu_head SET lease_until = clock_timestamp(), address = ''"
    " WHERE cell = $1 AND writer = $2";

inline constexpr const char* standing =
    "SELECT epoch, next_position, writer, address,"
    " greatest(0, least(86400000, ceil(1000 * extract(epoch FROM lease_until - "
    "clock_timestamp()))))"
    "::bigint FROM tanshu_head WHERE cell = $1 AND lease_until > '-infinity'";

inline constexpr const char* head = "SELECT next_position FROM tanshu_head WHERE cell = $1";

// $1 cell, $2 from, $3 how many.
inline constexpr const char* read =
    "SELECT position, header, body FROM tanshu_blocks"
    " WHERE cell = $1 AND position >= $2 ORDER BY position LIMIT $3";

// $1 cell, $2 position: the last block that may be there.
inline constexpr const char* last =
    "SELECT position, header FROM tanshu_blocks"
    " WHERE cell = $1 AND position >= $2 ORDER BY position LIMIT 2";

// $1 cell, $2 follower, $3 address, $4 position. Gives the header of the last block before it.
inline constexpr const char* confirm =
    "WITH beat AS (INSERT INTO tanshu_followers(cell, follower, address, position, seen_at)"
    " VALUES($1, $2, $3, $4, clock_timestamp()) ON CONFLICT (cell, follower) DO UPDATE"
    " SET address = excluded.address, position = excluded.position, seen_at = excluded.seen_at)"
    " SELECT header FROM tanshu_blocks WHERE cell = $1 AND position = $4 - 1";

}  // namespace tanshu::journal::sql

#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Does what a dishonest operator could do: edits one record of a log, makes every hash anew (chain of blocks, tiles,
root) and signs the checkpoint with the log's true key. edit_history.py DATA INDEX OUT: writes OUT/log."""

import base64
import hashlib
import pathlib
import struct
import subprocess
import sys

WIDTH = 256
RECORD, BLOCK = 1, 2
HEADER = struct.Struct("<BQQI32s32s32sq")


def leaf_hash(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def node_hash(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes):
    """RFC 6962: split at the largest power of two below the size."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    middle = 1 << ((len(hashes) - 1).bit_length() - 1)
    return node_hash(root(hashes[:middle]), root(hashes[middle:]))


def tile_name(index, width):
    groups = [f"{index % 1000:03d}"]
    while index >= 1000:
        index //= 1000
        groups.insert(0, f"x{index % 1000:03d}")
    return "/".join(groups) + ("" if width == WIDTH else f".p/{width}")


def read_entries(log, size):
    entries = []
    for index in range((size + WIDTH - 1) // WIDTH):
        width = min(WIDTH, size - index * WIDTH)
        bundle = (log / "tile/entries" / tile_name(index, width)).read_bytes()
        at = 0
        while at < len(bundle):
            length = int.from_bytes(bundle[at:at + 2], "big")
            entries.append(bundle[at + 2:at + 2 + length])
            at += 2 + length
    return entries


def chained_anew(entries):
    """Every header gets the entries root and the link that its block needs; the state digests stay."""
    previous, records, out = bytes(32), [], []
    for entry in entries:
        if entry[0] == BLOCK:
            kind, position, first, count, _, _, state, at = HEADER.unpack(entry)
            entry = HEADER.pack(kind, position, first, count, previous, root([leaf_hash(r) for r in records]),
                                state, at)
            previous, records = hashlib.sha256(entry).digest(), []
        else:
            records.append(entry)
        out.append(entry)
    return out


def edited(entry):
    """Another idempotency key: the smallest lie there is. Kind, command number, then actor and key as texts."""
    assert entry[0] == RECORD
    actor = int.from_bytes(entry[3:7], "little")
    at = 7 + actor + 4
    length = int.from_bytes(entry[at - 4:at], "little")
    assert length > 0
    return entry[:at] + bytes([entry[at] ^ 1]) + entry[at + 1:]


def write(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def write_tiles(out, entries):
    hashes = [leaf_hash(entry) for entry in entries]
    for first in range(0, len(entries), WIDTH):
        part = entries[first:first + WIDTH]
        bundle = b"".join(len(entry).to_bytes(2, "big") + entry for entry in part)
        write(out / "tile/entries" / tile_name(first // WIDTH, len(part)), bundle)
    level = 0
    while hashes:
        for first in range(0, len(hashes), WIDTH):
            part = hashes[first:first + WIDTH]
            write(out / f"tile/{level}" / tile_name(first // WIDTH, len(part)), b"".join(part))
        hashes = [root(hashes[i:i + WIDTH]) for i in range(0, len(hashes) - WIDTH + 1, WIDTH)]
        level += 1


def sign(data, text, out):
    """Ed25519 through openssl, from the seed in the operator's data directory; the line goes by the key's own hash."""
    seed = bytes.fromhex((data / "keys/log.seed").read_text().strip())
    key = out / "key.der"
    write(key, bytes.fromhex("302e020100300506032b657004220420") + seed)
    message = out / "message"
    write(message, text.encode())
    signature = subprocess.run(["openssl", "pkeyutl", "-sign", "-rawin", "-inkey", key, "-keyform", "DER",
                                "-in", message], check=True, capture_output=True).stdout
    key.unlink()
    message.unlink()
    name, key_hash, _ = (data / "keys/log.vkey").read_text().strip().split("+", 2)
    blob = base64.b64encode(bytes.fromhex(key_hash) + signature).decode()
    return f"{text}\n\u2014 {name} {blob}\n"


def main():
    data, index, out = pathlib.Path(sys.argv[1]), int(sys.argv[2]), pathlib.Path(sys.argv[3])
    origin, size = (data / "log/checkpoint").read_text().split("\n")[:2]
    entries = read_entries(data / "log", int(size))
    entries[index] = edited(entries[index])
    entries = chained_anew(entries)
    write_tiles(out / "log", entries)
    new_root = base64.b64encode(root([leaf_hash(entry) for entry in entries])).decode()
    note = sign(data, f"{origin}\n{size}\n{new_root}\n", out)
    write(out / "log/checkpoint", note.encode())


main()

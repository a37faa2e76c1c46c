#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
# A log verified with SM3 and SM2 and nothing else, written from docs/journal-format.md: what an assessor needs.
"""gm_assessor.py LOG VKEY: verifies a published log that is made with SM3.

LOG is the directory, VKEY the file with the log's SM2 key. Checks the SM2 signature of the checkpoint (with the openssl
program), every leaf hash and the root (with an SM3 of its own), and that every block links to the one before. Whatever
is wrong is said on standard error, and the program ends with 1.
"""
import base64
import pathlib
import struct
import subprocess
import sys
import tempfile

WIDTH = 256
KEY_TYPE = b"\xffsm2-sm3.v1\0"
IDENTIFIER = "1234567812345678"
# SubjectPublicKeyInfo of a key on curve SM2, up to the point.
KEY_HEAD = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
BLOCK = 2


class Wrong(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Wrong(what)


def turned(word, bits):
    bits %= 32
    return (word << bits | word >> (32 - bits)) & 0xffffffff


def compress(chain, block):
    words = list(struct.unpack(">16I", block))
    for j in range(16, 68):
        mixed = words[j - 16] ^ words[j - 9] ^ turned(words[j - 3], 15)
        words.append(mixed ^ turned(mixed, 15) ^ turned(mixed, 23) ^ turned(words[j - 13], 7) ^ words[j - 6])
    a, b, c, d, e, f, g, h = chain
    for j in range(64):
        constant = turned(0x79cc4519 if j < 16 else 0x7a879d8a, j)
        ss1 = turned((turned(a, 12) + e + constant) & 0xffffffff, 7)
        ff = a ^ b ^ c if j < 16 else a & b | a & c | b & c
        gg = e ^ f ^ g if j < 16 else e & f | ~e & g
        tt1 = (ff + d + (ss1 ^ turned(a, 12)) + (words[j] ^ words[j + 4])) & 0xffffffff
        tt2 = (gg + h + ss1 + words[j]) & 0xffffffff
        a, b, c, d = tt1, a, turned(b, 9), c
        e, f, g, h = tt2 ^ turned(tt2, 9) ^ turned(tt2, 17), e, turned(f, 19), g
    return [one ^ other for one, other in zip(chain, (a, b, c, d, e, f, g, h))]


def sm3(message):
    """GB/T 32905-2016."""
    chain = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e]
    padded = message + b"\x80" + bytes(-(len(message) + 9) % 64) + struct.pack(">Q", 8 * len(message))
    for at in range(0, len(padded), 64):
        chain = compress(chain, padded[at:at + 64])
    return struct.pack(">8I", *chain)


def root_of(hashes):
    """RFC 6962, section 2.1, from the leaf hashes."""
    if not hashes:
        return sm3(b"")
    while len(hashes) > 1:
        pairs = [sm3(b"\1" + hashes[i] + hashes[i + 1]) for i in range(0, len(hashes) - 1, 2)]
        hashes = pairs + hashes[len(hashes) & ~1:]
    return hashes[0]


def verify_signature(text, signature, key):
    pem = base64.b64encode(KEY_HEAD + key).decode()
    with tempfile.TemporaryDirectory() as place:
        files = {name: pathlib.Path(place) / name for name in ("text", "signature", "key")}
        files["text"].write_bytes(text)
        files["signature"].write_bytes(signature)
        files["key"].write_text(f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n")
        run = subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", files["key"], "-rawin",
                              "-digest", "sm3", "-pkeyopt", f"distid:{IDENTIFIER}",
                              "-sigfile", files["signature"], "-in", files["text"]], capture_output=True)
    need(run.returncode == 0, "the SM2 signature of the checkpoint does not verify")


def open_checkpoint(note, vkey):
    """Size and root, once the SM2 key has signed them."""
    name, key_hash, blob = vkey.strip().split("+", 2)
    blob = base64.b64decode(blob)
    need(blob.startswith(KEY_TYPE) and len(blob) == len(KEY_TYPE) + 65, "the key is not one of SM2")
    text, lines = note.rsplit("\n\n", 1)
    text += "\n"
    signatures = [base64.b64decode(line.split(" ")[2]) for line in lines.splitlines() if line.split(" ")[1] == name]
    own = [blob for blob in signatures if blob[:4].hex() == key_hash]
    need(own, "the checkpoint has no signature by this key")
    verify_signature(text.encode(), own[0][4:], blob[len(KEY_TYPE):])
    origin, size, root, *extensions = text.splitlines()
    need(origin == name, f"the checkpoint is of another log, {origin}")
    need(extensions[:1] == ["hash sm3"], "the log is not made with SM3")
    return int(size), base64.b64decode(root)


def index_path(index):
    groups = [f"{index % 1000:03}"]
    while index := index // 1000:
        groups.insert(0, f"x{index % 1000:03}")
    return "/".join(groups)


def entries_of(log, size):
    for index in range((size + WIDTH - 1) // WIDTH):
        width = min(WIDTH, size - index * WIDTH)
        path = log / "tile" / "entries" / index_path(index)
        if width < WIDTH and not path.exists():
            path = pathlib.Path(f"{path}.p") / str(width)
        bundle, at = path.read_bytes(), 0
        for _ in range(width):
            length = struct.unpack_from(">H", bundle, at)[0]
            need(at + 2 + length <= len(bundle), f"{path} is cut short")
            yield bundle[at + 2:at + 2 + length]
            at += 2 + length


def check_blocks(entries, hashes):
    """Every header names the hash of the header before and the root over its records' leaf hashes."""
    previous, first, blocks = bytes(32), 0, 0
    for at, entry in enumerate(entries):
        if entry[0] != BLOCK:
            continue
        position, first_leaf, count = struct.unpack_from("<QQI", entry, 1)
        link, root = entry[21:53], entry[53:85]
        need((position, first_leaf, count) == (blocks, first, at - first), f"entry {at}: the header counts otherwise")
        need(link == previous, f"entry {at}: block {position} does not link to the block before")
        need(root == root_of(hashes[first:at]), f"entry {at}: block {position} has another entries root")
        previous, first, blocks = sm3(entry), at + 1, blocks + 1
    need(first == len(entries), "the log ends inside a block")
    return blocks


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    log, vkey = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]).read_text(encoding="utf-8")
    try:
        size, root = open_checkpoint((log / "checkpoint").read_text(encoding="utf-8"), vkey)
        entries = list(entries_of(log, size))
        hashes = [sm3(b"\0" + entry) for entry in entries]
        need(root_of(hashes) == root, "the entries lead to another root than was signed")
        blocks = check_blocks(entries, hashes)
    except (Wrong, OSError, ValueError) as problem:
        sys.exit(f"{log}: {problem}")
    print(f"{size} entries in {blocks} blocks: SM3 root and SM2 signature hold")


if __name__ == "__main__":
    main()

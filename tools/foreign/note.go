// SPDX-License-Identifier: Apache-2.0
// Opens checkpoints and proof files: signed notes read by golang.org/x/mod's note package, then held to the letter.

package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const cosignatureKind = 0x04

type checkpoint struct {
	origin     string
	tree       tlog.Tree
	verified   []string
	unverified int
}

// cosigner verifies a witness's timestamped signature, which is not over the note alone.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }

func (c cosigner) Verify(message, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	seconds := binary.BigEndian.Uint64(signature)
	signed := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, message)
	return ed25519.Verify(c.key, []byte(signed), signature[8:])
}

// newVerifier reads a verifier key of a log (kind 1, left to x/mod) or of a witness (kind 4).
func newVerifier(vkey string) (note.Verifier, error) {
	parts := strings.SplitN(strings.TrimSpace(vkey), "+", 3)
	if len(parts) != 3 {
		return nil, fmt.Errorf("verifier key %q is not name+hash+key", vkey)
	}
	key, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(key) == 0 || key[0] != cosignatureKind {
		return note.NewVerifier(strings.TrimSpace(vkey))
	}
	digest := sha256.Sum256([]byte(parts[0] + "\n" + string(key)))
	hash := binary.BigEndian.Uint32(digest[:])
	if fmt.Sprintf("%08x", hash) != parts[1] || len(key) != 1+ed25519.PublicKeySize {
		return nil, fmt.Errorf("verifier key %q is damaged", vkey)
	}
	return cosigner{parts[0], hash, ed25519.PublicKey(key[1:])}, nil
}

// openCheckpoint needs the signature of every key it is given: a witness that was asked for must have signed.
func openCheckpoint(where string, text []byte, keys []note.Verifier) (checkpoint, error) {
	opened, err := note.Open(text, note.VerifierList(keys...))
	if err != nil {
		return checkpoint{}, fmt.Errorf("%s: %w", where, err)
	}
	result := checkpoint{unverified: len(opened.UnverifiedSigs)}
	for _, signature := range opened.Sigs {
		if err := canonical(signature.Base64); err != nil {
			return checkpoint{}, fmt.Errorf("%s: signature of %s: %w", where, signature.Name, err)
		}
		result.verified = append(result.verified, signature.Name)
	}
	for _, key := range keys {
		if !contains(result.verified, key.Name()) {
			return checkpoint{}, fmt.Errorf("%s: is not signed by %s", where, key.Name())
		}
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return checkpoint{}, fmt.Errorf("%s: has fewer than the three lines origin, size, root", where)
	}
	result.origin = lines[0]
	if result.tree.N, err = parseNumber(lines[1]); err != nil {
		return checkpoint{}, fmt.Errorf("%s: size: %w", where, err)
	}
	if result.tree.Hash, err = parseHash(lines[2]); err != nil {
		return checkpoint{}, fmt.Errorf("%s: root: %w", where, err)
	}
	if result.origin != keys[0].Name() {
		return checkpoint{}, fmt.Errorf("%s: is of origin %q, the key of %q", where, result.origin, keys[0].Name())
	}
	return result, nil
}

type proofFile struct {
	extra  []byte
	index  int64
	hashes tlog.RecordProof
	note   []byte
}

// parseProof reads a c2sp.org/tlog-proof@v1 file.
func parseProof(text []byte) (proofFile, error) {
	var proof proofFile
	head, signed, found := strings.Cut(string(text), "\n\n")
	if !found {
		return proof, fmt.Errorf("has no empty line before its checkpoint")
	}
	proof.note = []byte(signed)
	lines := strings.Split(head, "\n")
	if lines[0] != "c2sp.org/tlog-proof@v1" {
		return proof, fmt.Errorf("line 1: is not c2sp.org/tlog-proof@v1")
	}
	at := 1
	var err error
	if at < len(lines) && strings.HasPrefix(lines[at], "extra ") {
		if proof.extra, err = decode(strings.TrimPrefix(lines[at], "extra ")); err != nil {
			return proof, fmt.Errorf("line %d: extra: %w", at+1, err)
		}
		at++
	}
	if at >= len(lines) || !strings.HasPrefix(lines[at], "index ") {
		return proof, fmt.Errorf("line %d: is not the index", at+1)
	}
	if proof.index, err = parseNumber(strings.TrimPrefix(lines[at], "index ")); err != nil {
		return proof, fmt.Errorf("line %d: index: %w", at+1, err)
	}
	for at++; at < len(lines); at++ {
		hash, err := parseHash(lines[at])
		if err != nil {
			return proof, fmt.Errorf("line %d: hash: %w", at+1, err)
		}
		proof.hashes = append(proof.hashes, hash)
	}
	return proof, nil
}

func parseNumber(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 || strconv.FormatInt(number, 10) != text {
		return 0, fmt.Errorf("%q is not a plain whole number", text)
	}
	return number, nil
}

func parseHash(text string) (tlog.Hash, error) {
	var hash tlog.Hash
	data, err := decode(text)
	if err != nil {
		return hash, err
	}
	if len(data) != tlog.HashSize {
		return hash, fmt.Errorf("%q is not %d bytes", text, tlog.HashSize)
	}
	copy(hash[:], data)
	return hash, nil
}

// decode refuses every spelling but the one that encoding the bytes would give.
func decode(text string) ([]byte, error) {
	if err := canonical(text); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(text)
}

func canonical(text string) error {
	data, err := base64.StdEncoding.DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(data) != text {
		return fmt.Errorf("%q is not canonical base64", text)
	}
	return nil
}

func contains(names []string, name string) bool {
	for _, other := range names {
		if other == name {
			return true
		}
	}
	return false
}

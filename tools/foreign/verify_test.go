// SPDX-License-Identifier: Apache-2.0
// Tries the verifier on logs it makes with keys of its own: every width of tile, forks, forgeries, odd signatures.

package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type madeLog struct {
	t      *testing.T
	place  string
	signer note.Signer
	tree   replayed
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (made *madeLog) path(name string) string { return filepath.Join(made.place, name) }

func (made *madeLog) write(name string, data []byte) {
	must(made.t, os.MkdirAll(filepath.Dir(made.path(name)), 0o755))
	must(made.t, os.WriteFile(made.path(name), data, 0o644))
}

func (made *madeLog) sign(root tlog.Hash, size int64, signers ...note.Signer) []byte {
	text := fmt.Sprintf("%s\n%d\n%v\n", made.signer.Name(), size, root)
	signed, err := note.Sign(&note.Note{Text: text}, append([]note.Signer{made.signer}, signers...)...)
	must(made.t, err)
	return signed
}

func (made *madeLog) checkpoint(size int64) []byte {
	root, err := made.tree.root(size)
	must(made.t, err)
	return made.sign(root, size)
}

// makeLog writes a log of the given size; entries say the word, so that two words make two histories.
func makeLog(t *testing.T, size int64, signer note.Signer, word func(i int64) string) *madeLog {
	made := &madeLog{t: t, place: t.TempDir(), signer: signer}
	bundles := map[int64][]byte{}
	for i := int64(0); i < size; i++ {
		entry := []byte(fmt.Sprintf("%s %d", word(i), i))
		length := binary.BigEndian.AppendUint16(nil, uint16(len(entry)))
		bundles[i/tileWidth] = append(append(bundles[i/tileWidth], length...), entry...)
		must(t, made.tree.add(tlog.RecordHash(entry)))
	}
	for _, tile := range tilesOf(size) {
		data, err := tlog.ReadTileData(tile, &made.tree)
		must(t, err)
		made.write(tilePath(tile), data)
		if tile.L == 0 {
			tile.L = -1
			made.write(tilePath(tile), bundles[tile.N])
		}
	}
	made.write("checkpoint", made.checkpoint(size))
	return made
}

func one(int64) string { return "entry" }

// from says "forged" for entries first <= i < end.
func from(first, end int64) func(int64) string {
	return func(i int64) string {
		if i >= first && i < end {
			return "forged"
		}
		return one(i)
	}
}

func newKey(t *testing.T) (note.Signer, string) {
	secret, vkey, err := note.GenerateKey(rand.Reader, "log.example/one")
	must(t, err)
	signer, err := note.NewSigner(secret)
	must(t, err)
	path := filepath.Join(t.TempDir(), "log.vkey")
	must(t, os.WriteFile(path, []byte(vkey+"\n"), 0o644))
	return signer, path
}

func wantError(t *testing.T, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Fatalf("wanted an error with %q, got: %v", part, err)
	}
}

func TestEverySizeHolds(t *testing.T) {
	signer, vkey := newKey(t)
	for _, size := range []int64{0, 1, 2, 255, 256, 257, 512, 65536, 65793} {
		made := makeLog(t, size, signer, one)
		for _, old := range []int64{0, 1, size / 2, size} {
			if old > size {
				continue
			}
			made.write("old", made.checkpoint(old))
			must(t, verify(wishes{log: made.place, vkey: vkey, old: made.path("old"), index: -1}))
		}
	}
}

func TestForkedPastIsFound(t *testing.T) {
	signer, vkey := newKey(t)
	made := makeLog(t, 300, signer, one)
	fork := makeLog(t, 200, signer, from(100, 200))
	err := verify(wishes{log: made.place, vkey: vkey, old: fork.path("checkpoint"), index: -1})
	wantError(t, err, "consistency from 200 to 300")
	err = verify(wishes{log: fork.place, vkey: vkey, old: made.path("checkpoint"), index: -1})
	wantError(t, err, "size 200 is smaller than the old checkpoint's 300")
}

func TestForgedEntryWithForgedLeafIsFound(t *testing.T) {
	signer, vkey := newKey(t)
	for _, size := range []int64{200, 300, 600} {
		made := makeLog(t, size, signer, one)
		forged := makeLog(t, size, signer, from(size-1, size))
		for _, tile := range tilesOf(size) {
			if tile.L == 0 {
				leaves, err := os.ReadFile(forged.path(tilePath(tile)))
				must(t, err)
				made.write(tilePath(tile), leaves)
				tile.L = -1
				entries, err := os.ReadFile(forged.path(tilePath(tile)))
				must(t, err)
				made.write(tilePath(tile), entries)
			}
		}
		wantError(t, verify(wishes{log: made.place, vkey: vkey, index: -1}), fmt.Sprintf("the first %d entries", size))
	}
}

func TestForgedFullTileDiffersFromItsParent(t *testing.T) {
	signer, vkey := newKey(t)
	made := makeLog(t, 300, signer, one)
	forged := makeLog(t, 300, signer, from(0, 1))
	for _, name := range []string{"tile/0/000", "tile/entries/000"} {
		data, err := os.ReadFile(forged.path(name))
		must(t, err)
		made.write(name, data)
	}
	wantError(t, verify(wishes{log: made.place, vkey: vkey, index: -1}), "tile/1/000.p/1: hash 0")
}

func TestSignatures(t *testing.T) {
	signer, vkey := newKey(t)
	made := makeLog(t, 5, signer, one)
	stranger, _ := newKey(t)
	root, err := made.tree.root(5)
	must(t, err)

	made.write("checkpoint", made.sign(root, 5, stranger))
	must(t, verify(wishes{log: made.place, vkey: vkey, index: -1}))

	made.signer = stranger
	made.write("checkpoint", made.sign(root, 5))
	wantError(t, verify(wishes{log: made.place, vkey: vkey, index: -1}), "no verifiable signatures")
	made.signer = signer

	made.write("checkpoint", made.sign(root, 6))
	wantError(t, verify(wishes{log: made.place, vkey: vkey, index: -1}), "tile/0/000.p/6")
}

type witness struct {
	cosigner
	secret ed25519.PrivateKey
	prefix string
}

func (w witness) Sign(message []byte) ([]byte, error) {
	seconds := make([]byte, 8)
	binary.BigEndian.PutUint64(seconds, 1764000000)
	signed := fmt.Sprintf("%s\ntime 1764000000\n%s", w.prefix, message)
	return append(seconds, ed25519.Sign(w.secret, []byte(signed))...), nil
}

func TestWitness(t *testing.T) {
	signer, vkey := newKey(t)
	made := makeLog(t, 5, signer, one)
	public, secret, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	key := append([]byte{cosignatureKind}, public...)
	digest := sha256.Sum256(append([]byte("bank.example\n"), key...))
	w := witness{cosigner{"bank.example", binary.BigEndian.Uint32(digest[:]), public}, secret, "cosignature/v1"}
	made.write("witness.vkey", []byte(fmt.Sprintf("%s+%08x+%s", w.name, w.hash, base64.StdEncoding.EncodeToString(key))))
	want := wishes{log: made.place, vkey: vkey, witness: made.path("witness.vkey"), index: -1}
	root, err := made.tree.root(5)
	must(t, err)

	wantError(t, verify(want), "is not signed by bank.example")
	made.write("checkpoint", made.sign(root, 5, w))
	must(t, verify(want))
	w.prefix = "cosignature/v2"
	made.write("checkpoint", made.sign(root, 5, w))
	wantError(t, verify(want), "invalid signature")
}

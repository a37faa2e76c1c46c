// SPDX-License-Identifier: Apache-2.0
// Verifies a served log with code that is not the product's: golang.org/x/mod's note and tlog packages from Debian.
//
//	verify -vkey KEY [-log DIR|URL] [-old FILE] [-index N] [-proof FILE [-entry FILE]] [-witness KEY]
//
// Prints one line a check, names the first bad place and exits with 1.

package main

import (
	"bytes"
	"crypto/sha256"
	"flag"
	"fmt"
	"os"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type wishes struct {
	log, vkey, witness, old, proof, entry string
	index                                 int64
}

func main() {
	var want wishes
	flag.StringVar(&want.log, "log", "", "directory or http address of the log")
	flag.StringVar(&want.vkey, "vkey", "", "file of the log's verifier key")
	flag.StringVar(&want.witness, "witness", "", "file of the verifier key of a witness that must have cosigned")
	flag.StringVar(&want.old, "old", "", "file of an older checkpoint the log must extend")
	flag.StringVar(&want.proof, "proof", "", "tlog-proof file to verify")
	flag.StringVar(&want.entry, "entry", "", "file of the entry, for a proof file without it")
	flag.Int64Var(&want.index, "index", -1, "entry whose audit path is checked (default: first, middle and last)")
	flag.Parse()
	if want.vkey == "" || (want.log == "" && want.proof == "") || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := verify(want); err != nil {
		fmt.Printf("verify: %v\n", err)
		os.Exit(1)
	}
	fmt.Println("verify: everything holds")
}

func verify(want wishes) error {
	keys, err := readKeys(want.vkey, want.witness)
	if err != nil {
		return err
	}
	var tree *replayed
	if want.log != "" {
		if tree, err = verifyLog(want, keys); err != nil {
			return err
		}
	}
	if want.proof != "" {
		return verifyProof(want, keys, tree)
	}
	return nil
}

func readKeys(paths ...string) ([]note.Verifier, error) {
	var keys []note.Verifier
	for _, path := range paths {
		if path == "" {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		key, err := newVerifier(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		keys = append(keys, key)
	}
	return keys, nil
}

func verifyLog(want wishes, keys []note.Verifier) (*replayed, error) {
	files := openLog(want.log)
	text, err := files.read("checkpoint")
	if err != nil {
		return nil, err
	}
	head, err := openCheckpoint("checkpoint", text, keys)
	if err != nil {
		return nil, err
	}
	fmt.Printf("checkpoint: %s, size %d, signed by %s, %d unknown signatures\n",
		head.origin, head.tree.N, strings.Join(head.verified, " and "), head.unverified)
	tree, err := replay(files, head.tree)
	if err != nil {
		return nil, err
	}
	if want.old != "" {
		if err := verifyConsistency(want.old, files, head, keys[:1]); err != nil {
			return nil, err
		}
	}
	return tree, verifyInclusion(want.index, files, head, tree)
}

// reader trusts nothing it reads from the tiles before it leads to the root of the checkpoint.
func reader(files *logFiles, head checkpoint) tlog.HashReader {
	return tlog.TileHashReader(head.tree, tileReader{files})
}

func verifyConsistency(path string, files *logFiles, head checkpoint, keys []note.Verifier) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	old, err := openCheckpoint("old checkpoint", text, keys)
	if err != nil {
		return err
	}
	if old.tree.N > head.tree.N {
		return fmt.Errorf("checkpoint: size %d is smaller than the old checkpoint's %d", head.tree.N, old.tree.N)
	}
	if old.tree.N > 0 {
		proof, err := tlog.ProveTree(head.tree.N, old.tree.N, reader(files, head))
		if err != nil {
			return fmt.Errorf("consistency from %d to %d: %w", old.tree.N, head.tree.N, err)
		}
		if err := tlog.CheckTree(proof, head.tree.N, head.tree.Hash, old.tree.N, old.tree.Hash); err != nil {
			return fmt.Errorf("consistency from %d to %d: %w", old.tree.N, head.tree.N, err)
		}
	}
	fmt.Printf("consistency: size %d extends size %d\n", head.tree.N, old.tree.N)
	return nil
}

func verifyInclusion(index int64, files *logFiles, head checkpoint, tree *replayed) error {
	indexes := []int64{index}
	if index < 0 {
		indexes = []int64{0, head.tree.N / 2, head.tree.N - 1}
	}
	if head.tree.N == 0 && index < 0 {
		return nil
	}
	for _, i := range indexes {
		if i >= head.tree.N {
			return fmt.Errorf("audit path of entry %d: the log has only %d", i, head.tree.N)
		}
		proof, err := tlog.ProveRecord(head.tree.N, i, reader(files, head))
		if err != nil {
			return fmt.Errorf("audit path of entry %d: %w", i, err)
		}
		if err := tlog.CheckRecord(proof, head.tree.N, head.tree.Hash, i, tree.leaves[i]); err != nil {
			return fmt.Errorf("audit path of entry %d: %w", i, err)
		}
		fmt.Printf("audit path: entry %d, %d hashes\n", i, len(proof))
	}
	return nil
}

// verifyProof needs no log; where one was replayed, the proof's checkpoint must also be of its past.
func verifyProof(want wishes, keys []note.Verifier, tree *replayed) error {
	text, err := os.ReadFile(want.proof)
	if err != nil {
		return err
	}
	proof, err := parseProof(text)
	if err != nil {
		return fmt.Errorf("proof: %w", err)
	}
	head, err := openCheckpoint("proof: checkpoint", proof.note, keys)
	if err != nil {
		return err
	}
	entry := proof.extra
	if want.entry != "" {
		if entry, err = os.ReadFile(want.entry); err != nil {
			return err
		}
		if proof.extra != nil && !bytes.Equal(entry, proof.extra) {
			return fmt.Errorf("proof: its extra line is not the entry given")
		}
	} else if proof.extra == nil {
		return fmt.Errorf("proof: has no extra line and no entry was given")
	}
	if proof.index >= head.tree.N {
		return fmt.Errorf("proof: index %d is not below size %d", proof.index, head.tree.N)
	}
	leaf := tlog.RecordHash(entry)
	if err := tlog.CheckRecord(proof.hashes, head.tree.N, head.tree.Hash, proof.index, leaf); err != nil {
		return fmt.Errorf("proof: entry %d does not lead to the root of size %d: %w", proof.index, head.tree.N, err)
	}
	if tree != nil {
		if err := tree.holds(head.tree); err != nil {
			return fmt.Errorf("proof: checkpoint: %w", err)
		}
	}
	fmt.Printf("proof: entry %d of %d, %d bytes, %d hashes\n", proof.index, head.tree.N, len(entry), len(proof.hashes))
	return nil
}

// emptyRoot is what x/mod 0.7 does not know: the root of no entries at all.
func emptyRoot() tlog.Hash { return sha256.Sum256(nil) }

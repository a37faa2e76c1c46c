// SPDX-License-Identifier: Apache-2.0
// Replays a log from its first entry: every leaf, every tile of every level and the root are computed anew.
// x/mod 0.7 can skip the parents of some tiles (CVE-2026-56865), so its own tile reader is never the only judge.

package main

import (
	"bytes"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

type replayed struct {
	leaves []tlog.Hash
	stored []tlog.Hash
}

func (tree *replayed) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	hashes := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(tree.stored)) {
			return nil, fmt.Errorf("no stored hash %d", index)
		}
		hashes[i] = tree.stored[index]
	}
	return hashes, nil
}

func (tree *replayed) add(leaf tlog.Hash) error {
	hashes, err := tlog.StoredHashesForRecordHash(int64(len(tree.leaves)), leaf, tree)
	if err != nil {
		return err
	}
	tree.leaves = append(tree.leaves, leaf)
	tree.stored = append(tree.stored, hashes...)
	return nil
}

func (tree *replayed) root(size int64) (tlog.Hash, error) {
	if size == 0 {
		return emptyRoot(), nil
	}
	return tlog.TreeHash(size, tree)
}

// holds says whether a tree of the log's past or present is this one.
func (tree *replayed) holds(head tlog.Tree) error {
	if head.N > int64(len(tree.leaves)) {
		return fmt.Errorf("size %d is beyond the log's %d", head.N, len(tree.leaves))
	}
	root, err := tree.root(head.N)
	if err != nil {
		return err
	}
	if root != head.Hash {
		return fmt.Errorf("the first %d entries have root %v, not %v", head.N, root, head.Hash)
	}
	return nil
}

// replay first climbs from the leaf tiles to the root, then hashes every entry, so that it can say which was forged.
func replay(files *logFiles, head tlog.Tree) (*replayed, error) {
	tiles := tilesOf(head.N)
	tree := &replayed{}
	for _, tile := range tiles {
		if tile.L != 0 {
			continue
		}
		data, err := files.readTile(tile)
		if err != nil {
			return nil, err
		}
		for ; len(data) > 0; data = data[tlog.HashSize:] {
			var leaf tlog.Hash
			copy(leaf[:], data)
			if err := tree.add(leaf); err != nil {
				return nil, err
			}
		}
	}
	if err := checkEntries(files, tiles, tree); err != nil {
		return nil, err
	}
	if err := checkTiles(files, tiles, tree); err != nil {
		return nil, err
	}
	if err := tree.holds(head); err != nil {
		return nil, fmt.Errorf("checkpoint: %w", err)
	}
	fmt.Printf("replay: %d entries, %d tiles, root %v\n", len(tree.leaves), len(tiles), head.Hash)
	return tree, nil
}

func checkEntries(files *logFiles, tiles []tlog.Tile, tree *replayed) error {
	for _, tile := range tiles {
		if tile.L != 0 {
			continue
		}
		entries, err := files.readEntries(tile)
		if err != nil {
			return err
		}
		bundle := tile
		bundle.L = -1
		for i, entry := range entries {
			index := tile.N*tileWidth + int64(i)
			if tlog.RecordHash(entry) != tree.leaves[index] {
				return fmt.Errorf("%s: entry %d does not hash to leaf %d of %s",
					tilePath(bundle), index, i, tilePath(tile))
			}
		}
	}
	return nil
}

// checkTiles compares every tile above the leaves with the one that the leaves give.
func checkTiles(files *logFiles, tiles []tlog.Tile, tree *replayed) error {
	for _, tile := range tiles {
		if tile.L == 0 {
			continue
		}
		served, err := files.readTile(tile)
		if err != nil {
			return err
		}
		computed, err := tlog.ReadTileData(tile, tree)
		if err != nil {
			return err
		}
		for i := 0; i < tile.W; i++ {
			from, to := i*tlog.HashSize, (i+1)*tlog.HashSize
			if !bytes.Equal(served[from:to], computed[from:to]) {
				return fmt.Errorf("%s: hash %d is not the hash of the level below", tilePath(tile), i)
			}
		}
	}
	return nil
}

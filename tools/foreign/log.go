// SPDX-License-Identifier: Apache-2.0
// Reads a C2SP tlog-tiles log, from a directory or over HTTP, file by file as it is served.

package main

import (
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// The format fixes tiles of 2^8 hashes.
const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

type logFiles struct {
	place  string
	client *http.Client
}

func openLog(place string) *logFiles {
	return &logFiles{strings.TrimSuffix(place, "/"), &http.Client{Timeout: 30 * time.Second}}
}

func (files *logFiles) read(path string) ([]byte, error) {
	if !strings.HasPrefix(files.place, "http://") && !strings.HasPrefix(files.place, "https://") {
		data, err := os.ReadFile(filepath.Join(files.place, filepath.FromSlash(path)))
		if err != nil {
			return nil, fmt.Errorf("%s: cannot be read: %w", path, err)
		}
		return data, nil
	}
	response, err := files.client.Get(files.place + "/" + path)
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be fetched: %w", path, err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: answers %s", path, response.Status)
	}
	return io.ReadAll(response.Body)
}

// tilePath turns the path of Go's checksum database into the one of tlog-tiles:
// tile/8/0/001 is tile/0/001, tile/8/data/001 is tile/entries/001.
func tilePath(tile tlog.Tile) string {
	path := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	return "tile/" + strings.Replace(path, "data/", "entries/", 1)
}

// tilesOf lists the tiles that a log of this size consists of, leaves first; x/mod's NewTiles also lists the narrower
// partial tiles of every size before.
func tilesOf(size int64) []tlog.Tile {
	var tiles []tlog.Tile
	for level := 0; size > 0; level++ {
		for n := int64(0); n < size/tileWidth; n++ {
			tiles = append(tiles, tlog.Tile{H: tileHeight, L: level, N: n, W: tileWidth})
		}
		if rest := size % tileWidth; rest > 0 {
			tiles = append(tiles, tlog.Tile{H: tileHeight, L: level, N: size / tileWidth, W: int(rest)})
		}
		size /= tileWidth
	}
	return tiles
}

// readTile returns the hashes of one tile, exactly as many as it must hold.
func (files *logFiles) readTile(tile tlog.Tile) ([]byte, error) {
	path := tilePath(tile)
	data, err := files.read(path)
	if err != nil {
		return nil, err
	}
	if len(data) != tile.W*tlog.HashSize {
		return nil, fmt.Errorf("%s: has %d bytes, must have %d", path, len(data), tile.W*tlog.HashSize)
	}
	return data, nil
}

// readEntries splits one bundle into its entries: each is two bytes of length, high byte first, and the entry.
func (files *logFiles) readEntries(tile tlog.Tile) ([][]byte, error) {
	tile.L = -1
	path := tilePath(tile)
	data, err := files.read(path)
	if err != nil {
		return nil, err
	}
	first := tile.N * tileWidth
	entries := make([][]byte, 0, tile.W)
	offset := 0
	for len(entries) < tile.W {
		index := first + int64(len(entries))
		if len(data)-offset < 2 {
			return nil, fmt.Errorf("%s: ends before entry %d, at byte %d", path, index, offset)
		}
		length := int(binary.BigEndian.Uint16(data[offset:]))
		offset += 2
		if len(data)-offset < length {
			return nil, fmt.Errorf("%s: entry %d says %d bytes at byte %d, only %d are left",
				path, index, length, offset-2, len(data)-offset)
		}
		entries = append(entries, data[offset:offset+length])
		offset += length
	}
	if offset != len(data) {
		return nil, fmt.Errorf("%s: %d bytes too many after its %d entries, from byte %d",
			path, len(data)-offset, tile.W, offset)
	}
	return entries, nil
}

// tileReader lets the tlog package fetch and authenticate tiles by itself.
type tileReader struct{ files *logFiles }

func (reader tileReader) Height() int { return tileHeight }

func (reader tileReader) SaveTiles([]tlog.Tile, [][]byte) {}

func (reader tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		var err error
		if data[i], err = reader.files.readTile(tile); err != nil {
			return nil, err
		}
	}
	return data, nil
}

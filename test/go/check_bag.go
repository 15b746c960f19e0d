// Checks a bag's checkpoint and inclusion proofs with golang.org/x/mod/sumdb alone: check_bag FOLDER
package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	dir := os.Args[1]
	policy := read(filepath.Join(dir, "data/ledger/policy"))
	verifier, err := note.NewVerifier(strings.TrimPrefix(strings.SplitN(policy, "\n", 2)[0], "log "))
	check(err)
	open(read(filepath.Join(dir, "data/ledger/checkpoint")), verifier)
	leaves, err := filepath.Glob(filepath.Join(dir, "data/ledger/*.leaf"))
	check(err)
	leaves = append(leaves, filepath.Join(dir, "report.signed.leaf"))
	for _, leaf := range leaves {
		inclusion(strings.TrimSuffix(leaf, ".leaf"), verifier)
	}
	fmt.Printf("%d proofs\n", len(leaves))
}

// open returns the tree of a checkpoint whose signature holds.
func open(text string, verifier note.Verifier) tlog.Tree {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		check(fmt.Errorf("not a checkpoint of this log"))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// inclusion checks a C2SP tlog-proof against the leaf beside it.
func inclusion(path string, verifier note.Verifier) {
	head, checkpoint, found := strings.Cut(read(path+".tlog-proof"), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		check(fmt.Errorf("%s: not a tlog-proof", path))
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	check(err)
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		proof = append(proof, hash(line))
	}
	tree := open(checkpoint, verifier)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash([]byte(read(path+".leaf")))))
}

func hash(encoded string) (out tlog.Hash) {
	bytes, err := base64.StdEncoding.DecodeString(encoded)
	check(err)
	if copy(out[:], bytes) != len(out) || len(bytes) != len(out) {
		check(fmt.Errorf("not a hash"))
	}
	return out
}

func read(path string) string {
	content, err := os.ReadFile(path)
	check(err)
	return string(content)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// Checks a bag's checkpoints, inclusion and consistency proofs with golang.org/x/mod/sumdb alone: check_bag FOLDER
package main

import (
	"encoding/base64"
	"encoding/json"
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
	now := open(read(filepath.Join(dir, "data/ledger/checkpoint")), verifier)
	leaves, err := filepath.Glob(filepath.Join(dir, "data/ledger/*.leaf"))
	check(err)
	leaves = append(leaves, filepath.Join(dir, "report.signed.leaf"))
	for _, leaf := range leaves {
		inclusion(strings.TrimSuffix(leaf, ".leaf"), verifier)
	}
	grown := growth(dir, now, verifier)
	fmt.Printf("%d proofs, %d of growth\n", len(leaves), grown)
}

// growth checks that the log of each stamped checkpoint became the bag's, and the bag's the one that the report is in.
func growth(dir string, now tlog.Tree, verifier note.Verifier) int {
	_, checkpoint, _ := strings.Cut(read(filepath.Join(dir, "report.signed.tlog-proof")), "\n\n")
	grew(now, open(checkpoint, verifier), strings.Fields(read(filepath.Join(dir, "report.signed.consistency"))))
	count := 1
	stamped, err := filepath.Glob(filepath.Join(dir, "data/ledger/times/*.checkpoint"))
	check(err)
	if len(stamped) == 0 {
		return count
	}
	var proofs []struct {
		From  int64
		Proof []string
	}
	check(json.Unmarshal([]byte(read(filepath.Join(dir, "data/ledger/consistency.json"))), &proofs))
	for _, path := range stamped {
		then := open(read(path), verifier)
		if then == now {
			continue
		}
		for _, one := range proofs {
			if one.From == then.N {
				grew(then, now, one.Proof)
				count++
				then = now
			}
		}
		if then != now {
			check(fmt.Errorf("%s: nothing shows that it is a beginning of this log", path))
		}
	}
	return count
}

// grew checks that the smaller tree is a beginning of the greater one.
func grew(from, to tlog.Tree, lines []string) {
	if from == to && len(lines) == 0 {
		return
	}
	var proof tlog.TreeProof
	for _, line := range lines {
		proof = append(proof, hash(line))
	}
	check(tlog.CheckTree(proof, to.N, to.Hash, from.N, from.Hash))
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

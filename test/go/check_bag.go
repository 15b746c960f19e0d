// Checks a bag's checkpoints, inclusion and consistency proofs, and that each earlier key of its log handed over to the next,
// with golang.org/x/mod/sumdb; that leaves open to what their actors signed, and who signed the report over which files, with
// Go's own ed25519 and sha256: check_bag FOLDER. Ends with 1 and the first reason, and where.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// place is what is being checked: a reason names it.
var place string

func main() {
	dir := os.Args[1]
	policy := read(filepath.Join(dir, "data/ledger/policy"))
	vkey := strings.TrimPrefix(strings.SplitN(policy, "\n", 2)[0], "log ")
	verifier, err := note.NewVerifier(vkey)
	check(err)
	keys, finals := rotations(dir, verifier)
	if len(finals) == 0 {
		founded(dir, vkey)
	}
	now := open(read(filepath.Join(dir, "data/ledger/checkpoint")), keys)
	leaves, err := filepath.Glob(filepath.Join(dir, "data/ledger/*.leaf"))
	check(err)
	leaves = append(leaves, filepath.Join(dir, "report.signed.leaf"))
	for _, leaf := range leaves {
		path := strings.TrimSuffix(leaf, ".leaf")
		content := []byte(read(leaf))
		opens(path, content, verifier.Name())
		inclusion(path, read(path+".tlog-proof"), content, keys)
	}
	reported(dir)
	grown := growth(dir, now, keys, finals)
	fmt.Printf("%d proofs, %d of growth", len(leaves), grown)
	if len(finals) > 0 {
		fmt.Printf(", %d of a next key", len(finals))
	}
	fmt.Println()
}

// key signs the checkpoints of at most so many entries that the one before it does not.
type key struct {
	verifier note.Verifier
	last     int64
}

// entry of the log, as log-keys.jsonl has it.
type entry struct {
	Statement, Signature string
	Receipt              struct {
		Index           int64
		Proof, Skeleton string
		Salts           []string
	}
}

// rotations follows the keys of the log from the one that entry 0 names to the newest, and returns the last tree of each earlier one.
func rotations(dir string, newest note.Verifier) (keys []key, finals []tlog.Tree) {
	place = filepath.Join(dir, "data/ledger/log-keys.jsonl")
	lines, err := os.ReadFile(place)
	if os.IsNotExist(err) {
		return []key{{newest, math.MaxInt64}}, nil
	}
	check(err)
	verifier, err := note.NewVerifier(founding(dir))
	check(err)
	for _, line := range strings.Split(strings.TrimSuffix(string(lines), "\n"), "\n") {
		var link struct {
			Closing entry
			Agreed  []entry
		}
		check(json.Unmarshal([]byte(line), &link))
		var said struct{ Type, Closes, Next string }
		check(json.Unmarshal([]byte(link.Closing.Statement), &said))
		own := []key{{verifier, math.MaxInt64}}
		final := inclusion("closing", link.Closing.Receipt.Proof, link.Closing.leaf(), own)
		if said.Type != "log.rotated" || final.N != link.Closing.Receipt.Index+1 {
			check(fmt.Errorf("not the last entry of a key"))
		}
		for _, one := range link.Agreed {
			if inclusion("agreed", one.Receipt.Proof, one.leaf(), own) != final {
				check(fmt.Errorf("agreed elsewhere"))
			}
		}
		keys = append(keys, key{verifier, final.N})
		finals = append(finals, final)
		verifier, err = note.NewVerifier(said.Next)
		check(err)
	}
	if verifier.Name() != newest.Name() || verifier.KeyHash() != newest.KeyHash() {
		check(fmt.Errorf("the rotations lead to another key"))
	}
	return append(keys, key{newest, math.MaxInt64}), finals
}

// leaf is what stands in the log for an entry, which its actor signed.
func (e entry) leaf() []byte {
	signature, err := base64.StdEncoding.DecodeString(e.Signature)
	check(err)
	by(e.Statement, string(signature))
	return leafOf(e.Receipt.Salts, e.Receipt.Skeleton, e.Statement+string(signature))
}

// growth checks that the log of each stamped checkpoint, and of each earlier key's last, became the bag's, and the bag's the one that
// the report is in.
func growth(dir string, now tlog.Tree, keys []key, finals []tlog.Tree) int {
	_, checkpoint, _ := strings.Cut(read(filepath.Join(dir, "report.signed.tlog-proof")), "\n\n")
	signed := open(checkpoint, keys)
	grew(now, signed, strings.Fields(read(filepath.Join(dir, "report.signed.consistency"))))
	count := 1
	stamped, err := filepath.Glob(filepath.Join(dir, "data/ledger/times/*.checkpoint"))
	check(err)
	earlier := finals
	for _, path := range stamped {
		earlier = append(earlier, open(read(path), keys))
	}
	if len(earlier) == 0 {
		return count
	}
	var proofs []struct {
		From  int64
		Proof []string
	}
	check(json.Unmarshal([]byte(read(filepath.Join(dir, "data/ledger/consistency.json"))), &proofs))
	for _, then := range earlier {
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
			check(fmt.Errorf("nothing shows that the log of %d entries is a beginning of this one", then.N))
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

// open returns the tree of a checkpoint that is signed by the key whose size it is.
func open(text string, keys []key) tlog.Tree {
	claimed := strings.SplitN(text, "\n", 3)
	size, err := strconv.ParseInt(claimed[1], 10, 64)
	check(err)
	for size > keys[0].last {
		keys = keys[1:]
	}
	verifier := keys[0].verifier
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	check(err)
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		check(fmt.Errorf("not a checkpoint of this log"))
	}
	return tlog.Tree{N: size, Hash: hash(lines[2])}
}

// inclusion checks a C2SP tlog-proof against its leaf.
func inclusion(path string, source string, leaf []byte, keys []key) tlog.Tree {
	place = path + ".tlog-proof"
	head, checkpoint, found := strings.Cut(source, "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		check(fmt.Errorf("not a tlog-proof"))
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[1], "index "), 10, 64)
	check(err)
	var proof tlog.RecordProof
	for _, line := range lines[2:] {
		proof = append(proof, hash(line))
	}
	tree := open(checkpoint, keys)
	check(tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(leaf)))
	return tree
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
	place = path
	content, err := os.ReadFile(path)
	check(err)
	return string(content)
}

func check(err error) {
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", place, err)
		os.Exit(1)
	}
}

package main

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"golang.org/x/mod/sumdb/note"
)

// statement holds what of a statement is looked at here.
type statement struct{ Type, Origin, Actor, Log, Report, Json, Pdf, Manifest string }

// founding is the log key that entry 0 names.
func founding(dir string) string {
	return parsed[statement](filepath.Join(dir, "data/ledger/000000.statement.json")).Log
}

// founded checks that the key of the bag's policy is the one that the log began with.
func founded(dir string, vkey string) {
	if founding(dir) != vkey {
		check(fmt.Errorf("names another log key than the policy"))
	}
}

// opens checks that a leaf opens to the entry beside it, of this log, which its actor signed; of what was expunged, that its
// first half does.
func opens(path string, leaf []byte, origin string) {
	number, digits := 0, filepath.Base(path)
	if digits != "report.signed" {
		var err error
		place = path
		number, err = strconv.Atoi(digits)
		check(err)
		var index int
		if _, err := fmt.Sscanf(read(path+".tlog-proof"), "c2sp.org/tlog-proof@v1\nindex %d\n", &index); err != nil || index != number {
			check(fmt.Errorf("the proof is about another entry"))
		}
	}
	if _, err := os.Stat(path + ".skeleton.json"); err == nil {
		half := parsed[struct{ Salt, Skeleton string }](path + ".skeleton.json")
		if len(leaf) != 65 || string(leaf[:33]) != string(leafOf([]string{half.Salt}, half.Skeleton)) {
			check(fmt.Errorf("the leaf does not open to it"))
		}
		return
	}
	content, signature := read(path+".statement.json"), read(path+".signature")
	said := by(content, signature)
	if said.Origin != origin {
		check(fmt.Errorf("the statement is of another log"))
	}
	opening := parsed[struct {
		Salts    []string
		Skeleton string
	}](path + ".opening.json")
	var skeleton struct{ Type string }
	check(json.Unmarshal([]byte(opening.Skeleton), &skeleton))
	if skeleton.Type != said.Type || string(leafOf(opening.Salts, opening.Skeleton, content+signature)) != string(leaf) {
		check(fmt.Errorf("the leaf does not open to it and the statement"))
	}
}

// by checks that the actor of a statement signed it.
func by(content string, signature string) (said statement) {
	check(json.Unmarshal([]byte(content), &said))
	if !ed25519.Verify(public(said.Actor), []byte("custos/statement/v1\n"+content), []byte(signature)) {
		check(fmt.Errorf("not signed by the actor of the statement"))
	}
	return said
}

// reported checks that the issuer's entry and the issuer's note are both about the files that are here.
func reported(dir string) {
	said := parsed[statement](filepath.Join(dir, "report.signed.statement.json"))
	text := "custos report " + said.Report + "\n"
	for _, one := range []struct{ path, signed string }{
		{"data/report.json", said.Json}, {"data/report.pdf", said.Pdf}, {"manifest-sha256.txt", said.Manifest},
	} {
		hash := sha256.Sum256([]byte(read(filepath.Join(dir, one.path))))
		if hex.EncodeToString(hash[:]) != one.signed {
			check(fmt.Errorf("not the one that was signed"))
		}
		text += one.signed + "  " + one.path + "\n"
	}
	source := read(filepath.Join(dir, "report.note"))
	vkey, err := note.NewEd25519VerifierKey("custos-person/"+said.Actor[:16], public(said.Actor))
	check(err)
	issuer, err := note.NewVerifier(vkey)
	check(err)
	opened, err := note.Open([]byte(source), note.VerifierList(issuer))
	check(err)
	if opened.Text != text {
		check(fmt.Errorf("about other files than the entry"))
	}
}

// leafOf is the leaf of what is opened with these salts, or its beginning.
func leafOf(salts []string, opened ...string) []byte {
	out := []byte{1}
	if len(salts) != len(opened) {
		check(fmt.Errorf("not as many salts as parts"))
	}
	for i, part := range opened {
		salt, err := hex.DecodeString(salts[i])
		check(err)
		half := sha256.Sum256(append(salt, part...))
		out = append(out, half[:]...)
	}
	return out
}

func public(key string) ed25519.PublicKey {
	bytes, err := hex.DecodeString(key)
	check(err)
	if len(bytes) != ed25519.PublicKeySize {
		check(fmt.Errorf("not a public key: %q", key))
	}
	return bytes
}

// parsed is a file as JSON of this shape; members that it does not have are not looked at.
func parsed[T any](path string) (out T) {
	check(json.Unmarshal([]byte(read(path)), &out))
	return out
}

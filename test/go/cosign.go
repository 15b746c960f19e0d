// Witnesses by another hand, with golang.org/x/mod/sumdb and the standard library alone:
//
//	cosign check NOTE-FILE LOG-KEY WITNESS-KEY...   opens a cosigned checkpoint, prints who signed it
//	cosign serve LOG-KEY NAME SEED-HEX              a witness (C2SP tlog-witness) that remembers while it runs
//	cosign ask ADDRESS WITNESS-KEY                  a log that has its checkpoints cosigned; prints its key, waits for a line
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	switch os.Args[1] {
	case "check":
		log, err := note.NewVerifier(os.Args[3])
		check(err)
		verifiers := []note.Verifier{log}
		for _, vkey := range os.Args[4:] {
			verifiers = append(verifiers, witnessKey(vkey))
		}
		source, err := os.ReadFile(os.Args[2])
		check(err)
		opened, err := note.Open(source, note.VerifierList(verifiers...))
		check(err)
		size, _ := tree(opened.Text, log.Name())
		for _, sig := range opened.Sigs {
			fmt.Println(sig.Name, size)
		}
	case "serve":
		serve(os.Args[2], os.Args[3], os.Args[4])
	case "ask":
		ask(os.Args[2], witnessKey(os.Args[3]))
	}
}

// cosigner is a witness's key as C2SP tlog-cosignature has it: type 4, a time in the signature.
type cosigner struct {
	name string
	id   uint32
	key  ed25519.PublicKey
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.id }
func (c cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	return ed25519.Verify(c.key, message(binary.BigEndian.Uint64(sig), text), sig[8:])
}

func message(at uint64, text []byte) []byte {
	return append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", at)), text...)
}

func keyID(name string, key []byte) uint32 {
	sum := sha256.Sum256(append([]byte(name+"\n\x04"), key...))
	return binary.BigEndian.Uint32(sum[:])
}

func witnessKey(vkey string) cosigner {
	parts := strings.SplitN(vkey, "+", 3)
	key, err := base64.StdEncoding.DecodeString(parts[2])
	check(err)
	c := cosigner{parts[0], keyID(parts[0], key[1:]), key[1:]}
	if key[0] != 4 || fmt.Sprintf("%08x", c.id) != parts[1] {
		check(fmt.Errorf("not the key of a witness"))
	}
	return c
}

// tree reads the text of a checkpoint of this log.
func tree(text, origin string) (int64, tlog.Hash) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin {
		check(fmt.Errorf("not a checkpoint of this log"))
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return size, root
}

// serve answers add-checkpoint for one log.
func serve(logKey, name, seed string) {
	verifier, err := note.NewVerifier(logKey)
	check(err)
	secret, err := hex.DecodeString(seed)
	check(err)
	private := ed25519.NewKeyFromSeed(secret)
	public := private.Public().(ed25519.PublicKey)
	id := keyID(name, public)
	var mutex sync.Mutex
	var known int64
	var root tlog.Hash
	http.HandleFunc("/add-checkpoint", func(w http.ResponseWriter, r *http.Request) {
		mutex.Lock()
		defer mutex.Unlock()
		body, _ := io.ReadAll(r.Body)
		head, checkpoint, found := strings.Cut(string(body), "\n\n")
		lines := strings.Split(head, "\n")
		old, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "old "), 10, 64)
		if !found || err != nil {
			w.WriteHeader(400)
			return
		}
		opened, err := note.Open([]byte(checkpoint), note.VerifierList(verifier))
		if err != nil {
			w.WriteHeader(403)
			return
		}
		size, next := tree(opened.Text, verifier.Name())
		if old != known || (old == size && old > 0 && next != root) {
			w.Header().Set("Content-Type", "text/x.tlog.size")
			w.WriteHeader(409)
			fmt.Fprintf(w, "%d\n", known)
			return
		}
		var proof tlog.TreeProof
		for _, line := range lines[1:] {
			hash, err := tlog.ParseHash(line)
			check(err)
			proof = append(proof, hash)
		}
		if old > 0 && old < size && tlog.CheckTree(proof, size, next, old, root) != nil {
			w.WriteHeader(422)
			return
		}
		known, root = size, next
		at := uint64(time.Now().Unix())
		line := binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint32(nil, id), at)
		line = append(line, ed25519.Sign(private, message(at, []byte(opened.Text)))...)
		fmt.Fprintf(w, "— %s %s\n", name, base64.StdEncoding.EncodeToString(line))
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	vkey := fmt.Sprintf("%s+%08x+%s", name, id, base64.StdEncoding.EncodeToString(append([]byte{4}, public...)))
	fmt.Println(vkey, listener.Addr())
	check(http.Serve(listener, nil))
}

// ask keeps a log in memory and has it cosigned at two sizes.
func ask(address string, witness cosigner) {
	const origin = "go.example/log"
	skey, vkey, err := note.GenerateKey(rand.Reader, origin)
	check(err)
	signer, err := note.NewSigner(skey)
	check(err)
	verifier, err := note.NewVerifier(vkey)
	check(err)
	fmt.Println(vkey)
	bufio.NewReader(os.Stdin).ReadString('\n')
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(at []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(at))
		for i, index := range at {
			hashes[i] = stored[index]
		}
		return hashes, nil
	})
	var from int64
	for _, to := range []int64{5, 13, 13, 64} {
		for n := from; n < to; n++ {
			hashes, err := tlog.StoredHashes(n, []byte(fmt.Sprint("record ", n)), reader)
			check(err)
			stored = append(stored, hashes...)
		}
		root, err := tlog.TreeHash(to, reader)
		check(err)
		checkpoint, err := note.Sign(&note.Note{Text: fmt.Sprintf("%s\n%d\n%s\n", origin, to, root)}, signer)
		check(err)
		var body bytes.Buffer
		fmt.Fprintf(&body, "old %d\n", from)
		if from > 0 && from < to {
			proof, err := tlog.ProveTree(to, from, reader)
			check(err)
			for _, hash := range proof {
				fmt.Fprintln(&body, hash)
			}
		}
		fmt.Fprintf(&body, "\n%s", checkpoint)
		response, err := http.Post(address+"/add-checkpoint", "text/plain", &body)
		check(err)
		answer, err := io.ReadAll(response.Body)
		check(err)
		if response.StatusCode != 200 {
			check(fmt.Errorf("%d: %s", response.StatusCode, answer))
		}
		cosigned, err := note.Open(append(checkpoint, answer...), note.VerifierList(verifier, witness))
		check(err)
		fmt.Println(to, len(cosigned.Sigs))
		from = to
	}
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

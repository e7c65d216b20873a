// Proofs by somebody else's program: Go's own transparency log (golang.org/x/mod/sumdb, version 0.7.0 as Debian has it).
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run tlog.go vectors > vectors.json   roots, proofs and a checkpoint made by Go
//	GO111MODULE=off GOPATH=/usr/share/gocode go run tlog.go check < ledger.json      a ledger's checkpoints and proofs, checked by Go
//
// tests/engine/go-tlog.test.ts holds our code against the one, and gives a real ledger to the other where Go is there.
package main

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// log is a tree in memory, as tlog stores it.
type log struct{ hashes []tlog.Hash }

func (l *log) ReadHashes(at []int64) ([]tlog.Hash, error) {
	read := make([]tlog.Hash, len(at))
	for i, x := range at {
		read[i] = l.hashes[x]
	}
	return read, nil
}

func (l *log) add(n int64, leaf []byte) {
	more, err := tlog.StoredHashes(n, leaf, l)
	must(err)
	l.hashes = append(l.hashes, more...)
}

func text(hashes []tlog.Hash) []string {
	texts := []string{}
	for _, h := range hashes {
		texts = append(texts, h.String())
	}
	return texts
}

func head(name string, size int64, root tlog.Hash) string {
	return fmt.Sprintf("%s\n%d\n%s\n", name, size, root)
}

type inclusion struct {
	Index, Size int64
	Path        []string
}
type consistency struct {
	From, To int64
	Path     []string
}

// seeded is a source of bytes that are always the same: the key below guards nothing.
type seeded struct{}

func (seeded) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(i)
	}
	return len(p), nil
}

func vectors() {
	const size = 20
	const name = "example.org/go"
	l := &log{}
	roots := []string{}
	inclusions := []inclusion{}
	consistencies := []consistency{}
	var root tlog.Hash
	for n := int64(1); n <= size; n++ {
		l.add(n-1, []byte(fmt.Sprintf("leaf %d", n-1)))
		var err error
		root, err = tlog.TreeHash(n, l)
		must(err)
		roots = append(roots, root.String())
		for i := int64(0); i < n; i++ {
			path, err := tlog.ProveRecord(n, i, l)
			must(err)
			inclusions = append(inclusions, inclusion{i, n, text(path)})
		}
		for m := int64(1); m <= n; m++ {
			path, err := tlog.ProveTree(n, m, l)
			must(err)
			consistencies = append(consistencies, consistency{m, n, text(path)})
		}
	}
	skey, vkey, err := note.GenerateKey(seeded{}, name)
	must(err)
	signer, err := note.NewSigner(skey)
	must(err)
	signed, err := note.Sign(&note.Note{Text: head(name, size, root)}, signer)
	must(err)
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{
		"leaves": size, "roots": roots, "inclusions": inclusions, "consistencies": consistencies,
		"vkey": vkey, "checkpoint": string(signed),
	}))
}

// given is what a ledger hands out: the key it signs with, what was recorded, its checkpoints, proofs of single events.
type given struct {
	Vkey        string
	Leaves      []string
	Checkpoints []string
	Proofs      []string
}

func opened(signed string, known note.Verifiers) (int64, tlog.Hash, error) {
	n, err := note.Open([]byte(signed), known)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) < 3 {
		return 0, tlog.Hash{}, fmt.Errorf("a checkpoint has three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return 0, tlog.Hash{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return size, root, err
}

func proof(text string, known note.Verifiers) error {
	parts := strings.SplitN(text, "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(parts) != 2 || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return fmt.Errorf("no tlog-proof")
	}
	size, root, err := opened(parts[1], known)
	if err != nil {
		return err
	}
	event, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return err
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[2], "index "), 10, 64)
	if err != nil {
		return err
	}
	path := tlog.RecordProof{}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	return tlog.CheckRecord(path, size, root, index, tlog.RecordHash(event))
}

func check() {
	var g given
	must(json.NewDecoder(os.Stdin).Decode(&g))
	verifier, err := note.NewVerifier(g.Vkey)
	must(err)
	known := note.VerifierList(verifier)
	l := &log{}
	for n, leaf := range g.Leaves {
		l.add(int64(n), []byte(leaf))
	}
	wrong := []string{}
	consistencies := []consistency{}
	for i, signed := range g.Checkpoints {
		size, root, err := opened(signed, known)
		if err != nil {
			wrong = append(wrong, fmt.Sprintf("checkpoint %d: %v", i, err))
			continue
		}
		if own, err := tlog.TreeHash(size, l); err != nil || own != root {
			wrong = append(wrong, fmt.Sprintf("checkpoint %d: not the root of the first %d events", i, size))
		}
		for _, later := range g.Checkpoints[i+1:] {
			newer, newRoot, err := opened(later, known)
			if err != nil {
				continue
			}
			path, err := tlog.ProveTree(newer, size, l)
			must(err)
			if err := tlog.CheckTree(path, newer, newRoot, size, root); err != nil {
				wrong = append(wrong, fmt.Sprintf("from %d to %d: %v", size, newer, err))
			}
			consistencies = append(consistencies, consistency{size, newer, text(path)})
		}
	}
	for i, text := range g.Proofs {
		if err := proof(text, known); err != nil {
			wrong = append(wrong, fmt.Sprintf("proof %d: %v", i, err))
		}
	}
	must(json.NewEncoder(os.Stdout).Encode(map[string]any{"wrong": wrong, "consistencies": consistencies}))
}

func main() {
	switch strings.Join(os.Args[1:], " ") {
	case "vectors":
		vectors()
	case "check":
		check()
	default:
		fmt.Fprintln(os.Stderr, "tlog.go vectors|check")
		os.Exit(2)
	}
}

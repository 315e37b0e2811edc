// Answers questions about certificates as Go's standard library does: a JSON value a line in, one a line out.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

// Question is one case; which of its fields are there depends on its kind.
type Question struct {
	Kind  string   `json:"kind"`
	Chain [][]byte `json:"chain"`
	Root  []byte   `json:"root"`
	Name  string   `json:"name"`
	// A list of revoked certificates, or an OCSP response.
	Status []byte `json:"status"`
	// Seconds since 1970.
	Time int64 `json:"time"`
}

// Answer is what Go says of it.
type Answer struct {
	Verdict string `json:"verdict"`
	Why     string `json:"why"`
}

var kinds = map[string]func(Question) Answer{
	"chain": chain,
	"crl":   crl,
	"ocsp":  status,
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	questions := json.NewDecoder(in)
	answers := json.NewEncoder(out)
	for questions.More() {
		var question Question
		if err := questions.Decode(&question); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		if err := answers.Encode(answer(question)); err != nil {
			os.Exit(1)
		}
	}
}

// answer never panics: that would be an answer about Go, and is told as one.
func answer(question Question) (result Answer) {
	defer func() {
		if problem := recover(); problem != nil {
			result = Answer{"panicked", fmt.Sprint(problem)}
		}
	}()
	return kinds[question.Kind](question)
}
